import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './reversible-embedding.tfjs.ts';
import reversibleEmbedding from './reversible-embedding.ts';

describe('ReversibleEmbedding', () => {
  const raw = { input_dim: 3, output_dim: 2 };
  const embeddings = { shape: [3, 2], values: [1, 0, 0, 1, 2, 3] };

  it('looks up, and reversed scores every row by the same table', () => {
    const weights = { embeddings };
    const tokens = { shape: [1, 2], values: [2, 0] };
    expect(runForward(tf, reversibleEmbedding, forward, raw, [tokens], { weights }).outputs).toEqual([
      { shape: [1, 2, 2], values: [2, 3, 1, 0] },
    ]);
    // (1, 10) · rows (1, 0), (0, 1), (2, 3): 1, 10, 32.
    const vector = { shape: [1, 1, 2], values: [1, 10] };
    const reversed = { ...raw, reverse: true };
    expect(runForward(tf, reversibleEmbedding, forward, reversed, [vector], { weights }).outputs).toEqual([
      { shape: [1, 1, 3], values: [1, 10, 32] },
    ]);
    // 10 · tanh(0.1) = 0.99668; 10 · tanh(1) = 7.61594; 10 · tanh(3.2) = 9.96682.
    const capped = { ...reversed, logit_soft_cap: 10 };
    const [scores] = runForward(tf, reversibleEmbedding, forward, capped, [vector], { weights }).outputs;
    expect(rounded(scores)).toEqual([0.99668, 7.61594, 9.96682]);
  });

  it('has a second table where the weights are not tied', () => {
    const result = layerResult(reversibleEmbedding, { ...raw, tie_weights: false, reverse: true }, [
      ['N', 7, 2],
    ]);
    expect(result.shapes).toEqual([['N', 7, 3]]);
    expect(result.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['embeddings', [3, 2]],
      ['reverse_embeddings', [2, 3]],
    ]);
    expect(result.multiplyAdds).toBe(7 * 3 * 2);
    expect(result.keyLine).toBe('2 → 3 · reversed');
    expect(layerResult(reversibleEmbedding, raw, [['N', 7]])).toMatchObject({
      multiplyAdds: 0,
      keyLine: '3 → 2',
    });
  });

  it('refuses vectors of another length, and whole numbers to go back from', () => {
    const reversed = { ...raw, reverse: true };
    expect(layerResult(reversibleEmbedding, reversed, [['N', 3]]).error?.code).toBe('shape.mismatch');
    const whole = { dtype: 'int32', shape: ['N', 2] } as const;
    expect(layerResult(reversibleEmbedding, reversed, [whole]).error?.code).toBe('shape.dtype');
  });
});
