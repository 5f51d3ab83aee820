import { expect, it } from 'vitest';
import { baseName, isModelFile, isWeightsFile, stemOf } from './model-files.ts';

it('models are told by their extension, in any case', () => {
  expect(['a.onnx', 'B.KERAS', 'c.h5', 'd.hdf5', 'model.json'].every(isModelFile)).toBe(true);
  expect(['a.netloom', 'onnx', 'a.onnx.bak', 'w.safetensors'].some(isModelFile)).toBe(false);
  expect(isWeightsFile('W.safetensors')).toBe(true);
});

it('the name of a network is that of its file', () => {
  expect(stemOf('/nets/resnet.v2.onnx')).toBe('resnet.v2');
  expect(stemOf('C:\\nets\\vit.keras')).toBe('vit');
  expect(baseName('model.json')).toBe('model.json');
});
