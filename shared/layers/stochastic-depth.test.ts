import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './stochastic-depth.tfjs.ts';
import stochasticDepth from './stochastic-depth.ts';

describe('StochasticDepth', () => {
  const input = { shape: [2, 1, 2], values: [1, 2, 3, 4] };

  it('drops whole samples and divides the others by 1 − rate', () => {
    const shapes: (readonly number[])[] = [];
    const uniform = (shape: readonly number[]) => {
      shapes.push(shape);
      return tf.tensor([0.1, 0.9], [2, 1, 1]);
    };
    const { outputs } = runForward(tf, stochasticDepth, forward, { drop_path_rate: 0.5 }, [input], {
      training: true,
      random: { uniform, normal: uniform },
    });
    expect(shapes).toEqual([[2, 1, 1]]);
    expect(outputs[0]?.values).toEqual([0, 0, 6, 8]);
  });

  it('passes everything at inference', () => {
    expect(runForward(tf, stochasticDepth, forward, {}, [input]).outputs).toEqual([input]);
    expect(layerResult(stochasticDepth, {}, [['N', 7, 5]])).toMatchObject({
      shapes: [['N', 7, 5]],
      keyLine: 'rate 0.1',
    });
  });
});
