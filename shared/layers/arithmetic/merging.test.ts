import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Shape, Value } from '../../document/value.ts';
import { LayerError } from '../contract.ts';
import { broadcastInputs } from './merging.tfjs.ts';
import { inferMerge, mergedType } from './merging.ts';

const floats = (shapes: readonly (Shape | null)[]): readonly Value[] =>
  shapes.map(shape => ({ dtype: 'float32', shape }));
const merge = (...shapes: (Shape | null)[]) =>
  inferMerge({ name: 'merge', parameters: {}, inputs: floats(shapes) })[0]?.shape;

describe('inferMerge', () => {
  // keras.layers.Add on inputs of these shapes, Keras 3.15.1.
  it('stretches as Keras does', () => {
    expect(merge(['N', 7, 10, 5], ['N', 1, 1, 5])).toEqual(['N', 7, 10, 5]);
    expect(merge(['N', 7, 10, 5], ['N', 5])).toEqual(['N', 7, 10, 5]);
    expect(merge(['N', 7, 10, 5], ['N', 10, 5])).toEqual(['N', 7, 10, 5]);
    expect(merge(['N', 1, 10, 1], ['N', 7, 1, 5])).toEqual(['N', 7, 10, 5]);
    expect(() => merge(['N', 7, 10, 5], ['N', 7, 1])).toThrow(LayerError);
  });

  it('takes from one input what another leaves open', () => {
    expect(merge(['N', null, 5], ['N', 7, 5])).toEqual(['N', 7, 5]);
    expect(merge(['N', 'T', 5], ['N', 'T', 5])).toEqual(['N', 'T', 5]);
    expect(merge(['N', 'T', 5], ['N', 'S', 5])).toEqual(['N', null, 5]);
    expect(merge(['N', null, 5], ['N', 1, 5])).toEqual(['N', null, 5]);
    expect(merge(['N', 5], null)).toBeNull();
  });

  it('merges more than two, in any order of ranks', () => {
    expect(merge(['N', 3], ['N', 7, 10, 3], ['N', 10, 1])).toEqual(['N', 7, 10, 3]);
  });
});

describe('mergedType', () => {
  it('is the common one, and float32 beside another', () => {
    const of = (...types: ('float32' | 'int32' | 'bool')[]) =>
      mergedType(types.map(dtype => ({ dtype, shape: ['N', 3] })));
    expect([of('int32', 'int32'), of('int32', 'float32'), of('bool', 'int32')]).toEqual([
      'int32',
      'float32',
      'int32',
    ]);
  });
});

describe('broadcastInputs', () => {
  it('sums the gradient of a stretched maximum over what was stretched', () => {
    // max(x, [1, 2, 3; 2, 2, 2]) with x = [2.5] stretched: x is the larger in five of six places.
    const gradient = tf.grad((x: tf.Tensor) => {
      const [left = x, right = x] = broadcastInputs(tf, [x, tf.tensor([1, 2, 3, 2, 2, 2], [1, 2, 3])]);
      return tf.sum(tf.maximum(left, right));
    });
    expect([...gradient(tf.tensor([2.5], [1, 1])).dataSync()]).toEqual([5]);
  });
});
