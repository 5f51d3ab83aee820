import { expect, it } from 'vitest';
import { buildGraph } from '../../shared/document/graph.ts';
import { emptyDocument } from '../../shared/document/schema.ts';
import { inferGraph } from '../../shared/inference/infer.ts';
import { loadEngine } from './load-engine.ts';

it('a node that uses the weights of another one computes with its own settings: logits by the transposed table', async () => {
  const table = { input_dim: 3, output_dim: 2 };
  const graph = buildGraph({
    ...emptyDocument('tied'),
    nodes: {
      tokens: { type: 'InputLayer', parameters: { shape: [2], dtype: 'int32' } },
      embed: { type: 'ReversibleEmbedding', parameters: table },
      logits: { type: 'ReversibleEmbedding', parameters: { ...table, reverse: true }, weightsOf: 'embed' },
    },
    edges: [
      { from: 'tokens', to: 'embed' },
      { from: 'embed', to: 'logits' },
    ],
  });
  const engine = await loadEngine('javascript');
  const inference = inferGraph(graph);
  const weights = new Map([['embed/embeddings', Float32Array.of(1, 0, 0, 1, 2, 3)]]);
  const model = engine.build({ graph, inference, seed: 1, weights });
  const [output] = model.predict([{ shape: [1, 2], data: Int32Array.of(2, 1) }]);
  // Rows (2, 3) and (0, 1) · rows (1, 0), (0, 1), (2, 3).
  expect(output?.shape).toEqual([1, 2, 3]);
  expect([...(output?.data ?? [])]).toEqual([2, 3, 13, 0, 1, 3]);
  expect([...model.getWeights().keys()]).toEqual(['embed/embeddings']);
  model.dispose();
});
