import { expect, it } from 'vitest';
import { importOnnxMutations } from './onnx-mutation-suite.ts';

it('reads damaged ONNX files or refuses them with a sentence', () => {
  const { read, refused, crashes } = importOnnxMutations({ from: 1, count: 1000 });
  expect(crashes).toEqual([]);
  expect(read + refused).toBe(1000);
  expect(refused).toBeGreaterThan(500);
});
