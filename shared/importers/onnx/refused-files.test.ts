import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../../exporters/onnx/protobuf-writer.ts';
import { ImportError } from '../imported-network.ts';
import { bytesOf, importTest, onnxBytes, type TestGraph, type TestModel, type TestNode } from './testing.ts';

const relu: TestNode = { operator: 'Relu', inputs: ['x'], outputs: ['y'] };
const good: TestModel = { nodes: [relu], inputs: [['x', ['N', 3]]], outputs: [['y', ['N', 3]]] };

function refusal(model: TestModel | Uint8Array): [string, string] {
  try {
    importTest(model);
  } catch (error) {
    if (error instanceof ImportError) return [error.code, error.message];
    throw error;
  }
  return ['none', 'it was read'];
}

const weight = (extra: object) => ({
  ...good,
  nodes: [{ operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
  initializers: [{ name: 'w', shape: [3], values: [1, 2, 3], ...extra }],
});

it('reads the file that the others are spoiled from', () => {
  expect(refusal(good)[0]).toBe('none');
  expect(refusal(weight({}))[0]).toBe('none');
});

describe.each<[string, TestModel | Uint8Array, string, RegExp]>([
  ['no operator set', { ...good, opset: null }, 'import.damaged', /operator set/],
  [
    'an operator set of the past',
    { ...good, opset: 6 },
    'import.unsupported',
    /operator set 6; Netloom reads 7/,
  ],
  ['an operator set of the future', { ...good, opset: 999 }, 'import.unsupported', /operator set 999/],
  ['an unknown format version', { ...good, irVersion: 99 }, 'import.unsupported', /format version 99/],
  [
    'a foreign domain that is not imported',
    { ...good, nodes: [{ ...relu, domain: 'x.y' }] },
    'import.damaged',
    /does not import/,
  ],
  ['a name made twice', { ...good, nodes: [relu, relu] }, 'import.damaged', /"y" is made twice/],
  [
    'a loop',
    { ...good, nodes: [{ operator: 'Add', inputs: ['x', 'y'], outputs: ['y'] }] },
    'import.damaged',
    /loop/,
  ],
  [
    'an output that nothing makes',
    { ...good, outputs: [['q', ['N']]] },
    'import.damaged',
    /nothing makes the output "q"/,
  ],
  [
    'two inputs of one name',
    {
      ...good,
      inputs: [
        ['x', ['N', 3]],
        ['x', ['N', 3]],
      ],
    },
    'import.damaged',
    /two inputs "x"/,
  ],
  [
    'too few bytes for the extents',
    weight({ raw: new Uint8Array(8) }),
    'import.damaged',
    /should hold 12 bytes; it holds 8/,
  ],
  ['a negative extent', weight({ shape: [-3] }), 'import.damaged', /extent -3/],
  [
    'extents beyond counting',
    weight({ shape: [2 ** 40, 2 ** 40] }),
    'import.damaged',
    /more elements than can be counted/,
  ],
  [
    'data in a folder above',
    weight({ external: { location: '../w.bin' } }),
    'import.unsafe',
    /outside the model's folder/,
  ],
  [
    'data at an absolute place',
    weight({ external: { location: '/etc/passwd' } }),
    'import.unsafe',
    /outside/,
  ],
  ['data on a drive', weight({ external: { location: 'C:\\w.bin' } }), 'import.unsafe', /outside/],
  [
    'data of a negative place',
    weight({ external: { location: 'w.bin', offset: '-4' } }),
    'import.damaged',
    /no proper place/,
  ],
  [
    'data of another length',
    weight({ external: { location: 'w.bin', length: '4' } }),
    'import.damaged',
    /should hold 12 bytes/,
  ],
  ['nothing of a model', Uint8Array.of(8, 8), 'import.format', /no graph/],
])('a file with %s', (_, model, code, words) => {
  it('is refused with a sentence', () => {
    const [found, message] = refusal(model);
    expect(found).toBe(code);
    expect(message).toMatch(words);
  });
});

it('refuses a file that was cut off', () => {
  const bytes = onnxBytes(weight({}));
  expect(refusal(bytes.subarray(0, bytes.length - 20))[0]).toBe('import.damaged');
});

it('refuses messages nested beyond all measure', () => {
  // Attributes with graphs with nodes with attributes: 60 rounds of three messages.
  let inner = new ProtobufWriter();
  for (let i = 0; i < 60; i++)
    inner = new ProtobufWriter().message(
      1,
      new ProtobufWriter().string(4, 'If').message(5, new ProtobufWriter().message(6, inner)),
    );
  const file = new ProtobufWriter().varint(1, 8).message(7, inner);
  expect(refusal(bytesOf(file))[0]).toBe('import.unsafe');
});

it('refuses graphs in graphs in graphs', () => {
  let graph: TestGraph = {
    nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['y0'] }],
    inputs: [],
    outputs: [['y0', null]],
  };
  for (let i = 1; i < 20; i++)
    graph = {
      nodes: [{ operator: 'If', inputs: ['x'], outputs: [`y${i}`], graphs: { then_branch: graph } }],
      inputs: [],
      outputs: [[`y${i}`, null]],
    };
  const [code, message] = refusal({ ...good, nodes: graph.nodes, outputs: [['y19', ['N', 3]]] });
  expect([code, message]).toEqual(['import.unsafe', expect.stringMatching(/graphs in graphs/)]);
});

it('refuses a function that calls itself', () => {
  const call = (name: string, from: string, to: string): TestNode => ({
    operator: name,
    domain: 'own',
    inputs: [from],
    outputs: [to],
  });
  const model: TestModel = {
    ...good,
    nodes: [call('f', 'x', 'y')],
    domains: { own: 1 },
    functions: [
      { name: 'f', domain: 'own', inputs: ['a'], outputs: ['b'], nodes: [call('g', 'a', 'b')] },
      { name: 'g', domain: 'own', inputs: ['a'], outputs: ['b'], nodes: [call('f', 'a', 'b')] },
    ],
  };
  expect(refusal(model)).toEqual(['import.unsafe', expect.stringMatching(/calls itself/)]);
});
