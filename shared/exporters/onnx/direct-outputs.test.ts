import { expect, it } from 'vitest';
import { importTest } from '../../importers/onnx/testing.ts';
import { inferDocument } from '../../inference/infer.ts';
import { buildOnnxModel } from './build-model.ts';

/** What of a file with an operator of another runtime, which has two results, goes back. */
function back(outputs: readonly string[]) {
  const { document } = importTest({
    domains: { 'my.ops': 1 },
    nodes: [
      { operator: 'Halves', domain: 'my.ops', inputs: ['x'], outputs: ['low', 'high'] },
      { operator: 'Relu', inputs: ['high'], outputs: ['y'] },
    ],
    inputs: [['x', ['N', 4]]],
    outputs: outputs.map(name => [name, ['N', 2]] as const),
  });
  const inference = inferDocument(document);
  const { model } = buildOnnxModel('test', inference.graph, inference, { get: () => undefined });
  return model.graph.nodes.map(({ operator, outputs: made }) => `${operator} ${made.join(' ')}`);
}

it('lets an operator give its results under the names that they have as outputs', () => {
  expect(back(['low', 'high'])).toEqual(['Halves low high']);
});

it('passes a result on that something else reads, too', () => {
  const nodes = back(['low', 'high', 'y']);
  expect(nodes.map(node => node.split(' ')[0]).sort()).toEqual(['Halves', 'Identity', 'Relu']);
  expect(nodes).toContain('Identity high');
});
