import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { parseDocument } from '../document/serialize.ts';
import { drawnCrossings } from './layout-testing.ts';
import { tidyLayout } from './tidy.ts';

/** So narrow a place that nothing is folded. */
const ONE_COLUMN = 1e-6;

/**
 * Crossings in elkjs 0.12.1's layered layout, ports fixed, wires led as here, where there are any: `npm run bench -- layout` counts them again.
 * By network, or network and block.
 */
const ELK_CROSSINGS: Readonly<Record<string, number>> = {
  densenet121: 8_033,
  inception_v3: 4,
  swin_t: 3,
  'swin_t features.attn_2': 2,
  'swin_t features.attn_4': 2,
  swin_v2_t: 27,
  'swin_v2_t features.attn_2': 2,
  'swin_v2_t features.attn_4': 2,
  ...Object.fromEntries(
    ['', '_2', '_3', '_4', '_5', '_6', '_7', '.attn', '.attn_3', '.attn_5', '.attn_6', '.attn_7'].map(end => [
      `swin_v2_t features${end}`,
      1,
    ]),
  ),
};

const goldens = path.join(import.meta.dirname, '../importers/onnx/golden');

it.each(readdirSync(goldens))('torchvision %s is drawn with no more crossings than elk has', file => {
  const document = parseDocument(gunzipSync(readFileSync(path.join(goldens, file))).toString());
  const network = file.replace('.json.gz', '');
  const graphs = [[network, document] as const].concat(
    Object.entries(document.blocks ?? {}).map(([block, inside]) => [
      `${network} ${block}`,
      { ...document, nodes: inside.nodes, edges: inside.edges },
    ]),
  );
  for (const [name, { nodes, edges }] of graphs) {
    const graph = { nodes: Object.keys(nodes), edges };
    const found = drawnCrossings(graph, tidyLayout({ ...graph, aspect: ONE_COLUMN }));
    expect(found, name).toBeLessThanOrEqual(ELK_CROSSINGS[name] ?? 0);
  }
});
