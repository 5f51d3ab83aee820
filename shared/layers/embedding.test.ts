import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './embedding.tfjs.ts';
import embedding from './embedding.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Embedding', () => {
  it('has a row for every number: 10,000 × 64 = 640,000 (Keras: 640,000)', () => {
    const tokens = { dtype: 'int32', shape: ['N', 100] } as const;
    const result = layerResult(embedding, { input_dim: 10_000, output_dim: 64 }, [tokens]);
    expect(result.shapes).toEqual([['N', 100, 64]]);
    expect(result.parameterCount).toBe(640_000);
    expect(result.explanations).toMatchObject([{ formula: '10,000 × 64', result: '640,000' }]);
    expect(result.keyLine).toBe('10,000 → 64');
  });

  it('replaces every number by its row, cuts fractions, takes any number of axes', () => {
    const weights = { embeddings: { shape: [3, 2], values: [0, 1, 10, 11, 20, 21] } };
    const raw = { input_dim: 3, output_dim: 2 };
    const input = { shape: [1, 1, 2], values: [2, 1.7] };
    const { outputs } = runForward(tf, embedding, forward, raw, [input], { weights });
    expect(outputs).toEqual([{ shape: [1, 1, 2, 2], values: [20, 21, 10, 11] }]);
    expect(layerResult(embedding, raw, [['N', null, 'T']]).shapes).toEqual([['N', null, 'T', 2]]);
  });

  it('teaches the rows that were looked up, as often as they were', () => {
    const gradient = tf.grad((table: tf.Tensor) => {
      const { parameters } = { parameters: { input_dim: 3, output_dim: 1 } };
      const context = {
        parameters: { ...parameters } as never,
        inputs: [tf.tensor([0, 2, 2], [1, 3], 'int32')],
        weights: { embeddings: table },
        training: true,
        random: { uniform: () => table, normal: () => table },
        update: () => {},
      };
      return tf.sum(forward(tf, context)[0] ?? table);
    })(tf.zeros([3, 1]));
    expect(Array.from(gradient.dataSync())).toEqual([1, 0, 2]);
  });

  it('takes mask_zero, which changes no shape', () => {
    const { error } = layerResult(embedding, { mask_zero: true }, [['N', 7]]);
    expect(error).toBeNull();
  });
});
