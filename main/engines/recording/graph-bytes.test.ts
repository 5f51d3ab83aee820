import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { GraphBuilder } from './graph-builder.ts';
import { savedModelBytes } from './graph-bytes.ts';

/** The part of the generated protobuf reader that tfjs-node brings along. */
interface Reader {
  readonly SavedModel: { deserializeBinary(bytes: Uint8Array): { toObject(): unknown } };
}

it('is read by the protobuf reader of tfjs-node as it was meant', () => {
  const require = createRequire(import.meta.url);
  const { SavedModel } = require('@tensorflow/tfjs-node/dist/proto/api_pb.js') as Reader;
  const graph = new GraphBuilder();
  const x = graph.placeholder('x', { dtype: 1, shape: [2, 3] });
  const two = graph.constant({ dtype: 1, shape: [], values: Float32Array.of(2) });
  expect(graph.constant({ dtype: 1, shape: [], values: Float32Array.of(2) })).toBe(two);
  const attributes = [
    { name: 'T', type: 4, value: 1 },
    { name: 'strides', type: 1, value: [1, 2, 2, 1] },
    { name: 'padding', type: 0, value: 'SAME' },
    { name: 'keep', type: 3, value: true },
    { name: 'epsilon', type: 2, value: 0.5 },
  ];
  graph.add('Mul', [x, two, '^x'], attributes, 'y');
  const bytes = Buffer.concat(savedModelBytes(graph.nodes));
  const text = JSON.stringify(SavedModel.deserializeBinary(new Uint8Array(bytes)).toObject());
  for (const part of [
    '"tagsList":["serve"]',
    '"name":"x","op":"Placeholder","inputList":[]',
    '"name":"y","op":"Mul","inputList":["x","n1","^x"]',
    '"iList":[1,2,2,1]',
    '"f":0.5',
    '"b":true',
    `"s":"${Buffer.from('SAME').toString('base64')}"`,
    `"tensorContent":"${Buffer.from(Float32Array.of(2).buffer).toString('base64')}"`,
  ])
    expect(text).toContain(part);
});

it('refuses attributes that it cannot write', () => {
  const graph = new GraphBuilder();
  graph.add('Mul', [], [{ name: 'T', type: 1, value: 'one' }]);
  expect(() => savedModelBytes(graph.nodes)).toThrow(
    'The attribute T has a value that cannot be written: one.',
  );
});
