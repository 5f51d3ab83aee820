import { describe, expect, it } from 'vitest';
import { transposedAxis } from './transposed.ts';

function axis(
  size: number,
  stride: number,
  padding: 'valid' | 'same',
  added: number | null = null,
  dilation = 1,
) {
  const parameters = {
    kernel_size: [size],
    strides: [stride],
    dilation_rate: [dilation],
    padding,
    output_padding: added === null ? null : [added],
  };
  const { full, begin, end } = transposedAxis(parameters, 0, 5);
  return { full, begin, end, output: Number(full) - begin - end };
}

describe('transposedAxis', () => {
  it('keeps the whole with valid: (5 − 1) · 2 + 3 = 11', () => {
    expect(axis(3, 2, 'valid')).toEqual({ full: 11, begin: 0, end: 0, output: 11 });
  });

  it('adds zeros behind where the stride is larger than the kernel: (5 − 1) · 3 + max(2, 3) = 15', () => {
    expect(axis(2, 3, 'valid')).toEqual({ full: 14, begin: 0, end: -1, output: 15 });
    expect(axis(2, 3, 'same')).toEqual({ full: 14, begin: 0, end: -1, output: 15 });
  });

  it('cuts to size × stride with same, the odd element behind: 4 − 1 = 3 = 1 before + 2 behind', () => {
    expect(axis(3, 2, 'same')).toEqual({ full: 11, begin: 0, end: 1, output: 10 });
    expect(axis(4, 1, 'same')).toEqual({ full: 8, begin: 1, end: 2, output: 5 });
    expect(axis(5, 1, 'same')).toEqual({ full: 9, begin: 2, end: 2, output: 5 });
  });

  it('takes output_padding as Keras does: same (5 − 1) · 3 + 3 % 2 + 1 = 14, valid (5 − 1) · 2 + 4 + 1 = 13', () => {
    expect(axis(3, 3, 'same', 1).output).toBe(14);
    expect(axis(4, 2, 'valid', 1).output).toBe(13);
  });

  it('counts what a dilated kernel covers: (5 − 1) + 3 · (2 − 1) + 1 = 8', () => {
    expect(axis(2, 1, 'valid', null, 3).output).toBe(8);
    expect(axis(2, 1, 'same', null, 3)).toEqual({ full: 8, begin: 1, end: 2, output: 5 });
  });
});
