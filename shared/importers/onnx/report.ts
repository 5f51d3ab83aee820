import type { ImportReport } from '../../contract/imports.ts';
import { type Assembled, layerNames } from './assemble.ts';
import type { GraphImporter } from './graph-importer.ts';
import type { OnnxFile } from './onnx-file.ts';

/**
 * Tells what became of the nodes of a file.
 *
 * @param file the file
 * @param importer what read its graph
 * @param assembled the document made of it
 */
export function reportOf(
  file: OnnxFile,
  { entries, attentions, folded }: GraphImporter,
  { names, parameters, computed, groups }: Assembled,
): ImportReport {
  const owners = new Map(
    attentions.flatMap(({ layer, parts }) => [...parts].map(part => [part, layer] as const)),
  );
  const counts = new Map(attentions.map(({ layer }) => [layer, 0]));
  const told = entries.flatMap(entry => {
    const [first] = entry.layers;
    const owner = first && owners.get(first);
    if (owner) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    return owner ? [] : [entry];
  });
  const all = told.map(({ layers, source, ...entry }) => {
    const [first] = layers;
    const parts = first && counts.get(first);
    const named = layerNames(layers, names);
    return {
      ...entry,
      source: parts === undefined ? source : `Attention of ${parts + 1} steps "${named[0] ?? source}"`,
      layers: named,
    };
  });
  const kept = all.filter(({ layers }) => layers.length > 0);
  const away = folded + all.length - kept.length;
  return {
    format: 'onnx',
    producer: file.producer,
    opsets: Object.fromEntries(file.opsets),
    entries: [
      ...[...groups].map(([name, { scope, layers }]) => ({
        kind: 'block' as const,
        source: `Module "${scope}" of ${layers.length} layers`,
        layers: [name],
        note: '',
      })),
      ...kept,
      ...(away > 0
        ? [
            {
              kind: 'folded' as const,
              source: `${away} nodes`,
              layers: [],
              note: 'Constants, identities and arithmetic on shapes were computed away.',
            },
          ]
        : []),
    ],
    parameters,
    computed,
    warnings: [],
  };
}
