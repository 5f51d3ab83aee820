import { expect, it } from 'vitest';
import { fileNameProblem, inFolder, withExtension } from './file-names.ts';

it('adds the extension once', () => {
  expect(withExtension('lenet-5', 'netloom')).toBe('lenet-5.netloom');
  expect(withExtension('LeNet.NETLOOM', 'netloom')).toBe('LeNet.NETLOOM');
  expect(withExtension('model.v2', 'onnx')).toBe('model.v2.onnx');
});

it('refuses names that are paths', () => {
  expect(fileNameProblem('net.netloom')).toBeNull();
  expect(fileNameProblem('')).toMatch(/needs a name/);
  expect(fileNameProblem('../net')).toMatch(/no slashes/);
  expect(fileNameProblem('..')).toMatch(/folder/);
});

it('joins a folder and a name', () => {
  expect(inFolder('/home/ada', 'a.onnx')).toBe('/home/ada/a.onnx');
  expect(inFolder('/', 'a.onnx')).toBe('/a.onnx');
  expect(inFolder('', 'a.onnx')).toBe('a.onnx');
});
