import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { EngineError } from './engine.ts';
import { stockLayer } from './stock-layer.ts';

it("makes tfjs's layer with Keras's parameters in tfjs's words, without initializers and penalties", () => {
  const layer = stockLayer(tf, 'Conv2D', {
    name: 'stage.1/conv_a',
    filters: 3,
    kernel_size: [2, 4],
    strides: [2, 1],
    padding: 'same',
    data_format: 'channels_last',
    use_bias: false,
    activation: 'relu',
    kernel_initializer: { name: 'glorot_uniform' },
    kernel_regularizer: { l1: 1, l2: 0 },
  });
  expect(layer.name).toBe('stage.1/conv_a');
  expect(layer.computeOutputShape([null, 7, 10, 5])).toEqual([null, 4, 10, 3]);
  layer.build([null, 7, 10, 5]);
  expect(layer.weights.map(weight => weight.shape)).toEqual([[2, 4, 5, 3]]);
  expect(layer.losses).toEqual([]);
});

it('refuses a type that tfjs does not have', () => {
  expect(() => stockLayer(tf, 'Conv9D', { name: 'c' })).toThrow(EngineError);
});
