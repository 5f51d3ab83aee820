import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './einsum-dense.tfjs.ts';
import einsumDense from './einsum-dense.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

const result = (
  equation: string,
  outputShape: (number | null)[],
  shape: readonly (string | number | null)[],
  biasAxes: string | null = null,
) => layerResult(einsumDense, { equation, output_shape: outputShape, bias_axes: biasAxes }, [shape]);

describe('EinsumDense', () => {
  it("gives the shapes of Keras's documentation", () => {
    const plain = result('ab,bc->ac', [64], ['N', 128], 'c');
    expect(plain.shapes).toEqual([['N', 64]]);
    expect(plain.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [128, 64]],
      ['bias', [64]],
    ]);
    const sequence = result('abc,cd->abd', [null, 64], ['N', 32, 128], 'd');
    expect(sequence.shapes).toEqual([['N', 32, 64]]);
    expect(sequence.multiplyAdds).toBe(32 * 128 * 64);
    expect(sequence.explanations).toMatchObject([
      { formula: '128 × 64 + 64', result: '8,256' },
      { formula: '2,048 × 128', result: '262.1 k' },
    ]);
    expect(result('...x,xy->...y', [64], ['N', 32, 7, 128], 'y').shapes).toEqual([['N', 32, 7, 64]]);
  });

  it('puts "..." behind as well, and keeps unknown extents that no weight needs', () => {
    const behind = result('ab...,bc->ac...', [6], ['N', 5, 7, null], 'c');
    expect(behind.shapes).toEqual([['N', 6, 7, null]]);
    expect(behind.weights[1]?.shape).toEqual([6, 1, 1]);
    expect(result('abc,cde->abde', [null, 2, 3], ['N', 'T', 5]).shapes).toEqual([['N', 'T', 2, 3]]);
  });

  it('tells the fans of its kernel by what is summed: 5 in, 2 · 3 out', () => {
    const [kernel] = result('abc,cde->abde', [null, 2, 3], ['N', 7, 5]).weights;
    expect(kernel).toMatchObject({ shape: [5, 2, 3], fans: { fanIn: 5, fanOut: 6 } });
  });

  it('multiplies, adds the bias and activates', () => {
    // (1, 2) · [[1, -1], [0, 2]] = (1, 3); with the bias (1, -5): (2, -2); relu: (2, 0).
    const raw = { equation: 'ab,bc->ac', output_shape: [2], bias_axes: 'c', activation: 'relu' };
    const weights = {
      kernel: { shape: [2, 2], values: [1, -1, 0, 2] },
      bias: { shape: [2], values: [1, -5] },
    };
    const input = { shape: [1, 2], values: [1, 2] };
    expect(runForward(tf, einsumDense, forward, raw, [input], { weights }).outputs[0]?.values).toEqual([
      2, 0,
    ]);
  });

  it('refuses what does not fit together', () => {
    expect(result('ab->a', [], ['N', 3]).error?.code).toBe('parameter.value');
    expect(result('abb,bc->ac', [4], ['N', 3, 3]).error?.code).toBe('parameter.value');
    expect(result('ab,bc->ac', [4], ['N', 3, 3]).error?.code).toBe('shape.rank');
    expect(result('ab,bc->ac', [4, 5], ['N', 3]).error?.code).toBe('shape.mismatch');
    expect(result('abc,cd->abd', [8, 4], ['N', 7, 3]).error?.code).toBe('shape.mismatch');
    expect(result('ab,bc->ac', [4], ['N', null]).error?.code).toBe('shape.unknown');
    expect(result('ab,bcd->ac', [4], ['N', 3]).error?.message).toMatch(/"d" is in neither/);
    expect(result('ab,bc->ac', [4], ['N', 3], 'x').error?.message).toMatch(/bias_axes .* "x"/);
  });
});
