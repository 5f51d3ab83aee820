import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, ramp, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './local-response-normalization.tfjs.ts';
import localResponseNormalization from './local-response-normalization.ts';

const RAW = { depth_radius: 1, bias: 2, alpha: 0.5, beta: 0.75 };
/** tf.nn.local_response_normalization of TensorFlow 2.21 on ramp([1, 1, 2, 5]) with RAW. */
const FIGURES = [-0.68446, 0.25684, -0.25684, 0.67327, 0.14416, -0.44037, 0.58716, 0, -0.58716, 0.44037];

describe('LocalResponseNormalization', () => {
  it('keeps the shape and has no weights', () => {
    const result = layerResult(localResponseNormalization, { depth_radius: 2 }, [['N', 55, 54, 96]]);
    expect(result.shapes).toEqual([['N', 55, 54, 96]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('radius 2');
    expect(result.explanations[0]).toMatchObject({ formula: '2 × 2 + 1', result: '5' });
    expect(layerResult(localResponseNormalization, {}, [['N']]).error?.code).toBe('shape.rank');
  });

  it("computes TensorFlow's figures", () => {
    const input = ramp([1, 1, 2, 5]);
    const run = (raw: typeof RAW | Record<string, never>) =>
      rounded(runForward(tf, localResponseNormalization, forward, raw, [input]).outputs[0]);
    expect(run(RAW)).toEqual(FIGURES);
    expect(run({})).toEqual([
      -0.62994, 0.25198, -0.25198, 0.62994, 0.12599, -0.40825, 0.54433, 0, -0.54433, 0.40825,
    ]);
  });

  it('serves any rank and channels-first maps', () => {
    const { values } = ramp([10]);
    const run = (shape: readonly number[], format: string, elements: readonly number[]) =>
      rounded(
        runForward(tf, localResponseNormalization, forward, { ...RAW, data_format: format }, [
          { shape, values: elements },
        ]).outputs[0],
      );
    expect(run([2, 5], 'channels_last', values)).toEqual(FIGURES);
    expect(run([1, 1, 2, 1, 5], 'channels_last', values)).toEqual(FIGURES);
    const interleaved = (list: readonly number[]) => [0, 1, 2, 3, 4].flatMap(i => [list[i], list[i + 5]]);
    expect(run([1, 5, 1, 2], 'channels_first', interleaved(values).map(Number))).toEqual(
      interleaved(FIGURES),
    );
  });

  it('has a gradient: with one channel and radius 0, (bias + alpha·x²)^-beta − 2·alpha·beta·x²·(…)^(-beta−1)', () => {
    // x = 2, bias 2, alpha 0.5, beta 0.75: d = 4; 4^-0.75 − 2·0.5·0.75·4·4^-1.75 = 0.353553 − 0.265165 = 0.088388
    const input = { shape: [1, 1, 1, 1], values: [2] };
    const raw = { ...RAW, depth_radius: 0 };
    expect(rounded(forwardGradient(tf, localResponseNormalization, forward, raw, input))).toEqual([0.08839]);
  });
});
