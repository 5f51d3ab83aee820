import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../document/json.ts';
import type { Shape } from '../document/value.ts';
import { rounded, runForward } from './forward-testing.ts';
import { forward } from './group-query-attention.tfjs.ts';
import groupQueryAttention from './group-query-attention.ts';
import { layerResult } from './layer-testing.ts';

const SIZES = { head_dim: 16, num_query_heads: 4, num_key_value_heads: 2 };
const result = (parameters: Record<string, Json>, ...inputs: Shape[]) =>
  layerResult(groupQueryAttention, { ...SIZES, ...parameters }, inputs);

describe('GroupQueryAttention', () => {
  it('has fewer heads of keys and values: 64·64 + 64 + 2·(64·32 + 32) + 64·64 + 64 = 12,480', () => {
    const self = result({}, ['N', 10, 64], ['N', 10, 64]);
    expect(self.shapes).toEqual([['N', 10, 64]]);
    expect(self.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['query/kernel', [64, 4, 16]],
      ['query/bias', [4, 16]],
      ['key/kernel', [64, 2, 16]],
      ['key/bias', [2, 16]],
      ['value/kernel', [64, 2, 16]],
      ['value/bias', [2, 16]],
      ['attention_output/kernel', [4, 16, 64]],
      ['attention_output/bias', [64]],
    ]);
    expect(self.parameterCount).toBe(12_480);
    // Query and output 10 · 64 · 64, key and value 10 · 64 · 32, scores and mean of four heads 10 · 10 · 64.
    expect(self.multiplyAdds).toBe(2 * 10 * 64 * 64 + 2 * 10 * 64 * 32 + 2 * 10 * 10 * 64);
    expect(self.keyLine).toBe('4 on 2 heads of 16');
  });

  it('lets neighbouring query heads share a head of values', () => {
    // One key each: the attention is 1, the answer of a query head is the value of its group: heads 0, 1 see 10, heads 2, 3 see 20.
    const ones = (...shape: number[]) => ({
      shape,
      values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 1),
    });
    const weights = {
      'query/kernel': ones(1, 4, 1),
      'key/kernel': ones(1, 2, 1),
      'value/kernel': { shape: [1, 2, 1], values: [10, 20] },
      'attention_output/kernel': { shape: [4, 1, 1], values: [1, 100, 10_000, 1_000_000] },
    };
    const raw = { head_dim: 1, num_query_heads: 4, num_key_value_heads: 2, use_bias: false };
    const input = { shape: [1, 1, 1], values: [1] };
    const { outputs } = runForward(tf, groupQueryAttention, forward, raw, [input, input], { weights });
    expect(rounded(outputs[0])).toEqual([10 + 1000 + 200_000 + 20_000_000]);
  });

  it('refuses heads that do not divide and features that differ, as Keras', () => {
    expect(result({ num_key_value_heads: 3 }, ['N', 7, 6], ['N', 7, 6]).error?.code).toBe(
      'parameter.conflict',
    );
    expect(result({}, ['N', 7, 6], ['N', 7, 5]).error?.code).toBe('shape.mismatch');
    expect(result({}, ['N', 2, 7, 6], ['N', 2, 7, 6]).error?.code).toBe('shape.rank');
  });
});
