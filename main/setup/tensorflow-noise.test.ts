import { expect, test } from 'vitest';
import { isTensorFlowNoise } from './tensorflow-noise.ts';

test('knows what TensorFlow 2.21.0 writes when it is loaded', () => {
  const lines = [
    'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
    'I0000 00:00:1795253305.421564    5123 port.cc:153] oneDNN custom operations are on. You may see slightly different',
    'To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the appropriate compiler flags.',
  ];
  expect(lines.map(isTensorFlowNoise)).toEqual([true, true, true]);
});

test('leaves errors, and what others write, alone', () => {
  const lines = ['E0000 00:00:1795253305.665999    5123 oom.cc:2] out of memory', 'Error: I0000', ''];
  expect(lines.map(isTensorFlowNoise)).toEqual([false, false, false]);
});
