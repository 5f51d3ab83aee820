import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../document/json.ts';
import type { Shape } from '../document/value.ts';
import { forward } from './attention.tfjs.ts';
import attention from './attention.ts';
import { ramp, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

const result = (parameters: Record<string, Json>, ...inputs: Shape[]) =>
  layerResult(attention, parameters, inputs);

describe('Attention', () => {
  it("gives the queries' places with the values' features (Keras: (None, 10, 64) and (None, 20, 32) with a key: (None, 10, 32))", () => {
    const own = result({}, ['N', 10, 64], ['N', 20, 32], ['N', 20, 64]);
    expect(own.shapes).toEqual([['N', 10, 32]]);
    expect(own.parameterCount).toBe(0);
    expect(own.multiplyAdds).toBe(10 * 20 * 64 + 10 * 20 * 32);
    expect(own.explanations).toMatchObject([{ formula: '10 × 20 × 64 + 10 × 20 × 32', result: '19.2 k' }]);
    const learned = result({ use_scale: true, score_mode: 'concat' }, ['N', 'T', 6], ['N', null, 6]);
    expect(learned.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['scale', []],
      ['concat_score_weight', []],
    ]);
    expect(learned.shapes).toEqual([['N', 'T', 6]]);
    expect(learned.multiplyAdds).toBeNull();
    expect(learned.keyLine).toBe('concat · scale');
  });

  it('weighs the values by the softmax of query · key: scores 1 and 0 give 0.73106 and 0.26894', () => {
    const query = { shape: [1, 1, 2], values: [1, 0] };
    const value = { shape: [1, 2, 2], values: [1, 0, 0, 1] };
    expect(rounded(runForward(tf, attention, forward, {}, [query, value]).outputs[0])).toEqual([
      0.73106, 0.26894,
    ]);
  });

  it('shows the first query only the first key under a causal mask', () => {
    const self = ramp([1, 3, 2]);
    const [masked] = runForward(tf, attention, forward, { use_causal_mask: true }, [self, self]).outputs;
    expect(rounded(masked).slice(0, 2)).toEqual(self.values.slice(0, 2));
  });

  it('drops parts of the attention while training', () => {
    const uniform = (shape: readonly number[]) => tf.zeros([...shape]);
    const random = { uniform, normal: uniform };
    const self = ramp([1, 3, 2]);
    const [dropped] = runForward(tf, attention, forward, { dropout: 0.5 }, [self, self], {
      training: true,
      random,
    }).outputs;
    expect(dropped?.values.every(value => value === 0)).toBe(true);
  });

  it('refuses inputs that do not fit together', () => {
    const code = (...inputs: Shape[]) => result({}, ...inputs).error?.code;
    expect(code(['N', 6], ['N', 6])).toBe('shape.rank');
    expect(code(['N', 7, 6], ['N', 5, 4])).toBe('shape.mismatch');
    expect(code(['N', 7, 6], ['N', 5, 4], ['N', 4, 6])).toBe('shape.mismatch');
    expect(code(['N', 2, 7, 6], ['N', 3, 7, 6])).toBe('shape.mismatch');
  });
});
