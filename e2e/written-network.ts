import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a document whose layers follow each other, as a user's own program might.
 *
 * @param folder where to
 * @param name of the document and, with .netloom behind it, of its file
 * @param nodes the layers in their order
 * @param training the training settings
 */
export function writeChain(
  folder: string,
  name: string,
  nodes: Readonly<Record<string, { readonly type: string; readonly parameters?: object }>>,
  training: object,
): void {
  const names = Object.keys(nodes);
  const document = {
    format: 'netloom',
    version: 1,
    name,
    nodes,
    edges: names.slice(1).map((to, index) => ({ from: names[index], to })),
    positions: Object.fromEntries(names.map((node, index) => [node, [0, index * 124]])),
    training,
  };
  writeFileSync(path.join(folder, `${name}.netloom`), JSON.stringify(document));
}
