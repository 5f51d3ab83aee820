import { describe, expect, it } from 'vitest';
import conv2d from '../conv2d.ts';
import conv2dTranspose from '../conv2d-transpose.ts';
import { layerResult } from '../layer-testing.ts';
import separableConv2d from '../separable-conv2d.ts';
import { zerosWarning } from './initializer-warnings.ts';

describe('zerosWarning', () => {
  it('warns of kernels that begin equal everywhere, with the remedy, and of no others', () => {
    const [warning] = zerosWarning({ name: 'zeros' }, 96);
    expect(warning?.message).toMatch(/zeros: all 96 units stay equal/);
    expect(warning?.fix).toMatchObject({ parameters: { kernel_initializer: 'glorot_uniform' } });
    expect(zerosWarning({ name: 'constant', value: 0.5 }, 2)).toHaveLength(1);
    expect(zerosWarning({ name: 'he_normal' }, 96)).toEqual([]);
    expect(zerosWarning({ name: 'zeros' }, 1)).toEqual([]);
  });

  it('reaches the convolutions', () => {
    const shape = ['N', 8, 8, 3];
    const codes = [
      layerResult(conv2d, { kernel_initializer: 'zeros', activation: 'step' }, [shape]),
      layerResult(conv2dTranspose, { kernel_initializer: 'zeros' }, [shape]),
      layerResult(separableConv2d, { pointwise_initializer: 'zeros' }, [shape]),
      layerResult(conv2d, {}, [shape]),
    ].map(result => result.warnings.map(warning => warning.code));
    expect(codes).toEqual([
      ['initializer.zeros', 'activation.not-differentiable'],
      ['initializer.zeros'],
      ['initializer.zeros'],
      [],
    ]);
  });
});
