import { describe, expect, it } from 'vitest';
import type { Point } from '../document/schema.ts';
import { nodeBox, overlaps } from './geometry.ts';
import { drawnCrossings } from './layout-testing.ts';
import { LARGE_NETWORKS, SAMPLE_NETWORKS, type SampleNetwork } from './sample-networks.ts';
import { tidyLayout } from './tidy.ts';

/** So narrow a place that nothing is folded. */
const ONE_COLUMN = 1e-6;

/**
 * Crossings in elkjs 0.12.1's layered layout of the same networks, ports fixed, wires led as here: `npm run bench -- layout` counts them
 * again.
 */
const ELK_CROSSINGS: Readonly<Record<string, number>> = {
  mobilenetV2: 0,
  resnet50: 0,
  efficientnetB0: 0,
  inceptionV3: 4,
  googlenetWithHeads: 0,
  squeezenet: 0,
  shufflenetV2: 0,
  unet: 0,
  featurePyramid: 0,
  transformerEncoder: 27,
  visionTransformer: 0,
  swinLike: 18,
  siamese: 0,
  twoHeads: 0,
  nasnetLike: 39,
  densenet121: 7_391,
};

type Positions = Readonly<Record<string, Point>>;

function network(name: string): SampleNetwork {
  const build = SAMPLE_NETWORKS[name] ?? LARGE_NETWORKS[name];
  if (!build) throw new Error(`No sample network ${name}.`);
  return build();
}

/** Pairs of layers that cover each other; layers of rows far apart cannot. */
function overlapping(positions: Positions): number {
  const boxes = Object.values(positions).map(nodeBox);
  boxes.sort((a, b) => a.y - b.y);
  let count = 0;
  for (const [i, a] of boxes.entries())
    for (let j = i + 1; j < boxes.length; j++) {
      const b = boxes[j];
      if (!b || b.y >= a.y + a.height) break;
      if (overlaps(a, b)) count += 1;
    }
  return count;
}

describe('layout of imported networks', () => {
  it('lets no layers overlap, and every wire lead down', () => {
    for (const build of [...Object.values(SAMPLE_NETWORKS), ...Object.values(LARGE_NETWORKS)]) {
      const sample = build();
      const positions = tidyLayout({ ...sample, aspect: ONE_COLUMN });
      expect(Object.keys(positions)).toEqual(sample.nodes);
      expect(overlapping(positions)).toBe(0);
      for (const { from, to } of sample.edges)
        expect(positions[to]?.[1] ?? 0).toBeGreaterThan(positions[from]?.[1] ?? 0);
      expect(overlapping(tidyLayout({ ...sample, aspect: 1.5 }))).toBe(0);
    }
  });

  it('crosses no more wires than elk', () => {
    for (const [name, most] of Object.entries(ELK_CROSSINGS)) {
      const sample = network(name);
      const found = drawnCrossings(sample, tidyLayout({ ...sample, aspect: ONE_COLUMN }));
      expect(found, name).toBeLessThanOrEqual(most);
    }
  });

  it('is the same whatever order layers and wires come in', () => {
    for (const name of ['inceptionV3', 'nasnetLike', 'swinLike', 'densenet121']) {
      const { nodes, edges } = network(name);
      const forward = tidyLayout({ nodes, edges, aspect: 1.5 });
      const backward = tidyLayout({ nodes: [...nodes].reverse(), edges: [...edges].reverse(), aspect: 1.5 });
      for (const node of nodes) expect(backward[node], `${name} ${node}`).toEqual(forward[node]);
    }
  });

  it('keeps the longest way of a residual network straight', () => {
    const { nodes, edges } = network('resnet50');
    const positions = tidyLayout({ nodes, edges, aspect: ONE_COLUMN });
    // Only the four 1 x 1 projections stand beside it (He et al. 2015).
    const middle = positions.input_0?.[0];
    expect(nodes.filter(node => positions[node]?.[0] !== middle)).toHaveLength(4);
  });

  it('has the graph of DenseNet-201 as large as its ONNX file: 1,001 operators, 2,803 wires', () => {
    const { nodes, edges } = network('densenet201');
    expect([nodes.length, edges.length]).toEqual([1_001, 2_803]);
    expect(network('tenThousand').edges).toHaveLength(12_000);
  });

  it('puts parts that hang on nothing beside the network', () => {
    const { nodes, edges } = network('unet');
    const loose = ['spare1', 'spare2'];
    const positions = tidyLayout({ nodes: [...nodes, ...loose], edges, aspect: ONE_COLUMN });
    expect(overlapping(positions)).toBe(0);
    expect(positions.spare1?.[0]).toBeGreaterThan(positions.input_0?.[0] ?? 0);
    expect(positions.spare1?.[0]).toBe(positions.spare2?.[0]);
  });
});
