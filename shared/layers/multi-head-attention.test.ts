import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../document/json.ts';
import type { Shape } from '../document/value.ts';
import { ramp, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './multi-head-attention.tfjs.ts';
import multiHeadAttention from './multi-head-attention.ts';

const result = (parameters: Record<string, Json>, ...inputs: Shape[]) =>
  layerResult(multiHeadAttention, parameters, inputs);

describe('MultiHeadAttention', () => {
  it('names and counts its weights as Keras: 3 · (64 · 512 + 512) + 512 · 64 + 64 = 132,672', () => {
    const self = result({}, ['N', 10, 64], ['N', 10, 64]);
    expect(self.shapes).toEqual([['N', 10, 64]]);
    expect(self.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['query/kernel', [64, 8, 64]],
      ['query/bias', [8, 64]],
      ['key/kernel', [64, 8, 64]],
      ['key/bias', [8, 64]],
      ['value/kernel', [64, 8, 64]],
      ['value/bias', [8, 64]],
      ['attention_output/kernel', [8, 64, 64]],
      ['attention_output/bias', [64]],
    ]);
    expect(self.parameterCount).toBe(132_672);
    expect(self.weights[0]?.fans).toEqual({ fanIn: 64, fanOut: 512 });
    expect(self.weights[6]?.fans).toEqual({ fanIn: 512, fanOut: 64 });
    // Four projections of 10 · 64 · 512, scores and mean of 10 · 10 · 512 each.
    expect(self.multiplyAdds).toBe(4 * 10 * 64 * 512 + 2 * 10 * 10 * 512);
    expect(self.explanations[0]).toMatchObject({ formula: '(64 + 1) × 8 × 64', result: '33,280' });
    expect(self.keyLine).toBe('8 heads of 64');
  });

  it("gives the queries' places and the wanted features, over any axes (Keras: (None, 7, 6) to (None, 7, 4, 2))", () => {
    const heads = { num_heads: 2, key_dim: 3, value_dim: 5 };
    expect(result({ ...heads, output_shape: [4, 2] }, ['N', 7, 6], ['N', null, 3]).shapes).toEqual([
      ['N', 7, 4, 2],
    ]);
    expect(result(heads, ['N', 'T', 6], ['N', 'S', 6]).multiplyAdds).toBeNull();
    expect(result({ ...heads, attention_axes: -2 }, ['N', 4, 3, 6], ['N', 4, 5, 6]).shapes).toEqual([
      ['N', 4, 3, 6],
    ]);
    const gated = result({ ...heads, use_gate: true, use_bias: false }, ['N', 7, 6], ['N', 5, 6]);
    expect(gated.weights.map(({ name }) => name)).toEqual(
      ['query', 'key', 'gate', 'value', 'attention_output'].map(name => `${name}/kernel`),
    );
    expect(gated.keyLine).toBe('2 heads of 3 · value 5 · gate · no bias');
  });

  const identity = { shape: [2, 1, 2], values: [1, 0, 0, 1] };
  const weights = {
    'query/kernel': identity,
    'key/kernel': identity,
    'value/kernel': identity,
    'attention_output/kernel': { shape: [1, 2, 2], values: [1, 0, 0, 1] },
  };

  it('weighs the values by the softmax of query · key / √2', () => {
    // Query (√2, 0), keys (1, 0) and (0, 1): scores 1 and 0; e / (e + 1) = 0.73106.
    const query = { shape: [1, 1, 2], values: [Math.SQRT2, 0] };
    const value = { shape: [1, 2, 2], values: [1, 0, 0, 1] };
    const raw = { num_heads: 1, key_dim: 2, use_bias: false };
    const { outputs } = runForward(tf, multiHeadAttention, forward, raw, [query, value], { weights });
    expect(rounded(outputs[0])).toEqual([0.73106, 0.26894]);
  });

  it('sees only its own place and those before it under a causal mask, and no further than the window', () => {
    const raw = { num_heads: 1, key_dim: 2, use_bias: false, use_causal_mask: true };
    const self = ramp([1, 3, 2]);
    const [causal] = runForward(tf, multiHeadAttention, forward, raw, [self, self], { weights }).outputs;
    expect(rounded(causal).slice(0, 2)).toEqual(self.values.slice(0, 2));
    const narrow = { ...raw, sliding_window: 1 };
    expect(
      rounded(runForward(tf, multiHeadAttention, forward, narrow, [self, self], { weights }).outputs[0]),
    ).toEqual(self.values);
  });

  it('refuses inputs that do not fit together', () => {
    const code = (parameters: Record<string, Json>, ...inputs: Shape[]) =>
      result(parameters, ...inputs).error?.code;
    expect(code({}, ['N', 6], ['N', 6])).toBe('shape.rank');
    expect(code({}, ['N', 7, 6], ['N', 2, 7, 6])).toBe('shape.rank');
    expect(code({}, ['N', 7, null], ['N', 7, 6])).toBe('shape.unknown');
    expect(code({}, ['N', 7, 6], ['N', 5, 6], ['N', 4, 6])).toBe('shape.mismatch');
    expect(code({ attention_axes: 2 }, ['N', 4, 3, 6], ['N', 5, 3, 6])).toBe('shape.mismatch');
    expect(code({ attention_axes: 3 }, ['N', 4, 3, 6], ['N', 4, 3, 6])).toBe('shape.axis');
    expect(code({ use_causal_mask: true }, ['N', 4, 3, 6], ['N', 4, 3, 6])).toBe('parameter.conflict');
    expect(code({ output_shape: [null] }, ['N', 7, 6], ['N', 7, 6])).toBe('parameter.value');
  });
});
