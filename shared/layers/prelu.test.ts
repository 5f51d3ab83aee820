import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './prelu.tfjs.ts';
import prelu from './prelu.ts';

describe('PReLU', () => {
  it('has a slope for each element of a sample; shared axes have one (Keras: (7, 10, 3) and (1, 1, 3))', () => {
    const own = layerResult(prelu, {}, [['N', 7, 10, 3]]);
    expect(own.shapes).toEqual([['N', 7, 10, 3]]);
    expect(own.weights.map(({ name, shape }) => ({ name, shape }))).toEqual([
      { name: 'alpha', shape: [7, 10, 3] },
    ]);
    expect(own.parameterCount).toBe(210);
    expect(own.explanations[0]).toMatchObject({ formula: '7 × 10 × 3', result: '210' });
    const shared = layerResult(prelu, { shared_axes: [1, 2] }, [['N', 7, 10, 3]]);
    expect(shared.weights[0]?.shape).toEqual([1, 1, 3]);
    expect(shared.keyLine).toBe('shared 1, 2');
  });

  it('values and gradients as in Keras 3.15.1, slopes 0.1, 0.2, 0.3 shared along axis 1', () => {
    const input = { shape: [1, 2, 3], values: [-2, -1, 0.5, 1, -4, 2] };
    const options = { weights: { alpha: { shape: [1, 3], values: [0.1, 0.2, 0.3] } } };
    const raw = { shared_axes: [1] };
    const { outputs } = runForward(tf, prelu, forward, raw, [input], options);
    expect(rounded(outputs[0])).toEqual([-0.2, -0.2, 0.5, 1, -0.8, 2]);
    expect(rounded(forwardGradient(tf, prelu, forward, raw, input, null, options))).toEqual([
      0.1, 0.2, 1, 1, 0.2, 1,
    ]);
  });

  it('needs known extents, except along shared axes; offers to share the open one', () => {
    const { error } = layerResult(prelu, { shared_axes: [2] }, [['N', null, 10, 3]]);
    expect(error?.code).toBe('shape.unknown');
    expect(error?.fix).toMatchObject({ parameters: { shared_axes: [1, 2] } });
    const mended = layerResult(prelu, { shared_axes: [1, 2] }, [['N', null, 10, 3]]);
    expect(mended.shapes).toEqual([['N', null, 10, 3]]);
    expect(mended.parameterCount).toBe(3);
  });

  it('refuses to share the batch or an axis that is not there', () => {
    expect(layerResult(prelu, { shared_axes: [0] }, [['N', 3]]).error?.code).toBe('shape.axis');
    expect(layerResult(prelu, { shared_axes: [2] }, [['N', 3]]).error?.message).toMatch(/from 1 to 1.*got 2/);
  });
});
