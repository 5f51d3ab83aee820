import { expect, it } from 'vitest';
import { KerasNames } from './keras-names.ts';

// Keras 3.15 on PyTorch: a layer named "layer1.0.conv1" ends in KeyError: parameter name can't contain ".".
it('gives names that Keras takes on each of its backends', () => {
  const names = new KerasNames();
  expect(['layer1.0.conv1', 'layer1_0_conv1', 'a/b', '_x', 'conv-1'].map(name => names.unique(name))).toEqual(
    ['layer1_0_conv1', 'layer1_0_conv1_2', 'a_b', 'layer_x', 'conv-1'],
  );
});
