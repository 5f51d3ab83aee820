import { expect, it } from 'vitest';
import { DOCUMENT_VERSION, type NetloomDocument } from '../document/schema.ts';
import { inferDocument } from '../inference/infer.ts';
import { NO_SCALING } from './scaling.ts';
import { withScalingLayers } from './scaling-layer.ts';

const document: NetloomDocument = {
  format: 'netloom',
  version: DOCUMENT_VERSION,
  name: 'scaled',
  nodes: {
    x: { type: 'InputLayer', parameters: { shape: [2] } },
    scaling: { type: 'Dense', parameters: { units: 3 } },
    y: { type: 'Dense', parameters: { units: 1 } },
  },
  edges: [
    { from: 'x', to: 'scaling' },
    { from: 'scaling', to: 'y' },
  ],
  positions: {},
};

it('puts (x − offset) · factor behind the input and leaves the rest, names included', () => {
  const numbers = { name: null, kind: 'standardization', offset: [1, 0], factor: [2, 0.5] } as const;
  const scaled = withScalingLayers(document, [numbers]);
  expect(scaled.nodes.scaling2).toEqual({
    type: 'Rescaling',
    parameters: { scale: [2, 0.5], offset: [-2, 0] },
  });
  expect(scaled.edges).toHaveLength(3);
  const graph = inferDocument(scaled);
  expect(graph.nodes.get('scaling')?.node.inputs).toMatchObject([{ node: 'scaling2' }]);
  expect(graph.nodes.get('y')?.outputs[0]?.shape).toEqual(['N', 1]);
});

it('leaves a network alone whose data are not scaled', () => {
  expect(withScalingLayers(document, [{ ...NO_SCALING, name: null }])).toBe(document);
});

it('scales each of several inputs as its name says, and leaves those that are not scaled', () => {
  const input = { type: 'InputLayer', parameters: { shape: [2] } };
  const several: NetloomDocument = {
    ...document,
    nodes: { a: input, b: input, sum: { type: 'Add' } },
    edges: [
      { from: 'a', to: 'sum' },
      { from: 'b', to: 'sum', toPort: 1 },
    ],
  };
  const scaled = withScalingLayers(several, [
    { ...NO_SCALING, name: 'a' },
    { name: 'b', kind: 'min-max', offset: [4], factor: [0.5] },
  ]);
  expect(Object.keys(scaled.nodes)).toEqual(['a', 'b', 'sum', 'b_scaling']);
  expect(scaled.nodes.b_scaling?.parameters).toEqual({ scale: [0.5], offset: [-2] });
  expect(scaled.edges).toContainEqual({ from: 'b_scaling', to: 'sum', toPort: 1 });
});
