import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../shared/document/schema.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { loadEngine } from './load-engine.ts';

/** Doubles, adds what was doubled to itself, and then adds it once more. */
const DOCUMENT: NetloomDocument = {
  ...emptyDocument('repeated'),
  nodes: {
    input: { type: 'InputLayer', parameters: { shape: [2] } },
    double: { type: 'Rescaling', parameters: { scale: 2 } },
    twice: { type: 'Add' },
    sum: { type: 'Add' },
  },
  edges: [
    { from: 'input', to: 'double' },
    { from: 'double', to: 'twice' },
    { from: 'double', to: 'twice', toPort: 1 },
    { from: 'double', to: 'sum' },
    { from: 'twice', to: 'sum', toPort: 1 },
  ],
};

describe('a tensor on two ports of one layer', () => {
  it('is still there for the layer after', async () => {
    const engine = await loadEngine('tensorflow');
    const inference = inferDocument(DOCUMENT);
    const model = engine.build({ graph: inference.graph, inference, seed: 1 });
    const [result] = model.predict([{ shape: [1, 2], data: new Float32Array([1, -3]) }]);
    model.dispose();
    // 2 · x + (2 · x + 2 · x)
    expect([...(result?.data ?? [])]).toEqual([6, -18]);
  });
});
