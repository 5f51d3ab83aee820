import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { comparisonWeightStore } from './comparison-weights.ts';
import { cutFinalActivations } from './cut-graph.ts';

function chainOf(layers: readonly (readonly [name: string, type: string, parameters?: object])[]) {
  return inferDocument({
    ...emptyDocument('test'),
    nodes: Object.fromEntries(
      layers.map(([name, type, parameters]) => [
        name,
        { type, parameters: (parameters ?? {}) as Record<string, never> },
      ]),
    ),
    edges: layers.slice(1).map(([to], i) => ({ from: layers[i]?.[0] ?? '', to })),
  });
}

describe('weights for a comparison', () => {
  const store = comparisonWeightStore(
    chainOf([
      ['x', 'InputLayer', { shape: [20, 20, 8] }],
      ['conv', 'Conv2D', { filters: 64, kernel_size: 3 }],
      ['norm', 'BatchNormalization'],
    ]),
    1,
  );

  it('scales kernels by He: deviation sqrt(2 / (3 · 3 · 8)) = 0.1667', () => {
    const kernel = store.get('conv/kernel') ?? new Float32Array();
    const square = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
    expect(kernel.length).toBe(4608);
    expect(Math.sqrt(square)).toBeCloseTo(0.1667, 2);
  });

  it('makes biases, scales and statistics all different, variances positive', () => {
    for (const [name, low, high] of [
      ['conv/bias', -0.5, 0.5],
      ['norm/gamma', 0.8, 1.2],
      ['norm/beta', -0.5, 0.5],
      ['norm/moving_mean', -0.5, 0.5],
      ['norm/moving_variance', 0.6, 1.6],
    ] as const) {
      const values = store.get(name) ?? new Float32Array();
      expect(new Set(values).size, name).toBe(64);
      expect(Math.min(...values), name).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values), name).toBeLessThanOrEqual(high + 1e-6);
    }
    expect(store.get('norm/kernel')).toBeUndefined();
  });
});

describe('the network without its final activation', () => {
  it('makes a fused softmax linear and leaves a final ReLU alone', () => {
    const fused = chainOf([
      ['x', 'InputLayer', { shape: [4] }],
      ['d', 'Dense', { units: 3, activation: 'softmax' }],
    ]);
    expect(cutFinalActivations(fused.graph, fused).nodes.get('d')?.parameters).toMatchObject({
      activation: 'linear',
    });
    const relu = chainOf([
      ['x', 'InputLayer', { shape: [4] }],
      ['d', 'Dense', { units: 3, activation: 'relu' }],
    ]);
    expect(cutFinalActivations(relu.graph, relu).nodes.get('d')).toBe(relu.graph.nodes.get('d'));
  });

  it('ends before an activation layer, but never at the input', () => {
    const layered = chainOf([
      ['x', 'InputLayer', { shape: [4] }],
      ['d', 'Dense', { units: 3 }],
      ['s', 'Softmax'],
    ]);
    const cut = cutFinalActivations(layered.graph, layered);
    expect(cut.outputs).toEqual(['d']);
    expect([...cut.nodes.keys()]).toEqual(['x', 'd']);
    const alone = chainOf([
      ['x', 'InputLayer', { shape: [4] }],
      ['s', 'Softmax'],
    ]);
    expect(cutFinalActivations(alone.graph, alone).outputs).toEqual(['s']);
  });
});
