import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../shared/document/graph.ts';
import { DOCUMENT_VERSION, type NetloomDocument } from '../../shared/document/schema.ts';
import { inferGraph } from '../../shared/inference/infer.ts';
import { EngineError, type NumericTensor } from './engine.ts';
import { TfjsModel } from './tfjs-model.ts';

function network(
  nodes: NetloomDocument['nodes'],
  edges: readonly (readonly [string, string])[],
): NetloomDocument {
  return {
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: 'test',
    nodes,
    edges: edges.map(([from, to]) => ({ from, to })),
    positions: {},
  };
}

function build(document: NetloomDocument, weights: Readonly<Record<string, number[]>> = {}): TfjsModel {
  const graph = buildGraph(document);
  return new TfjsModel(tf, {
    graph,
    inference: inferGraph(graph),
    seed: 1,
    weights: { get: name => (weights[name] ? new Float32Array(weights[name]) : undefined) },
  });
}

const row = (...values: number[]): NumericTensor => ({
  shape: [1, values.length],
  data: new Float32Array(values),
});

const twoLayers = network(
  {
    x: { type: 'InputLayer', parameters: { shape: [2] } },
    'block.1/fc': { type: 'Dense', parameters: { units: 2, activation: 'relu' } },
    _out: { type: 'Dense', parameters: { units: 1, activation: 'sigmoid' } },
  },
  [
    ['x', 'block.1/fc'],
    ['block.1/fc', '_out'],
  ],
);

describe('a compiled network', () => {
  it('computes by hand: relu([1, 2] · [[1, -1], [1, -1]] + [0.5, 0]) = [3.5, 0], then sigmoid(3.5 · 2 - 6) = 0.7310586', () => {
    const model = build(twoLayers, {
      'block.1/fc/kernel': [1, -1, 1, -1],
      'block.1/fc/bias': [0.5, 0],
      '_out/kernel': [2, 5],
      '_out/bias': [-6],
    });
    expect(model.predict([row(1, 2)])[0]?.data[0]).toBeCloseTo(0.7310586, 6);
    expect(model.predict([row(1, 2)], { beforeFinalActivation: true })[0]?.data[0]).toBeCloseTo(1, 6);
    expect(Array.from(model.predict([row(1, 2)], { nodes: ['block.1/fc'] })[0]?.data ?? [])).toEqual([
      3.5, 0,
    ]);
    model.dispose();
  });

  it('uses one set of weights for a layer called twice', () => {
    const document = network(
      {
        x: { type: 'InputLayer', parameters: { shape: [2] } },
        a: { type: 'Dense', parameters: { units: 2, use_bias: false } },
        b: { type: 'Dense', parameters: { units: 2, use_bias: false }, weightsOf: 'a' },
      },
      [
        ['x', 'a'],
        ['a', 'b'],
      ],
    );
    const model = build(document, { 'a/kernel': [0, 2, 3, 0] });
    expect([...model.getWeights().keys()]).toEqual(['a/kernel']);
    expect(Array.from(model.predict([row(1, 10)])[0]?.data ?? [])).toEqual([6, 60]);
    model.dispose();
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const model = build(twoLayers);
    model.predict([row(1, 2)]);
    const held = tf.memory().numTensors;
    model.predict([row(3, 4)]);
    expect(tf.memory().numTensors).toBe(held);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a network with errors and inputs of another shape, naming both', () => {
    const broken = network({ fc: { type: 'Dense' } }, []);
    expect(() => build(broken)).toThrow(EngineError);
    const model = build(twoLayers);
    expect(() => model.predict([row(1, 2, 3)])).toThrow('takes arrays of shape (any, 2); got (1, 3)');
    model.dispose();
  });
});
