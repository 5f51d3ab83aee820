import { describe, expect, it } from 'vitest';
import { LayerError } from '../contract.ts';
import {
  axisNames,
  channelAxisOf,
  explainOutputSize,
  formatPadding,
  formatWindow,
  joinShape,
  resolvedPads,
  spatialAxesOf,
  splitShape,
  windowOutput,
  windowPads,
} from './windows.ts';

/** The output size by trying: how many starts a window has on the padded axis. */
function counted(extent: number, size: number, stride: number, dilation: number, pads: readonly number[]) {
  const padded = extent + (pads[0] ?? 0) + (pads[1] ?? 0);
  let count = 0;
  for (let start = 0; start + dilation * (size - 1) < padded; start += stride) count += 1;
  return count;
}

describe('windowOutput', () => {
  it("gives AlexNet's sizes: (227 − 11) / 4 + 1 = 55, ⌊(224 − 11) / 4⌋ + 1 = 54, 27 with 5 wide and pad 2", () => {
    expect(windowOutput(227, 11, 4, 1, 'valid')).toBe(55);
    expect(windowOutput(224, 11, 4, 1, 'valid')).toBe(54);
    expect(windowOutput(27, 5, 1, 1, [2, 2])).toBe(27);
  });

  it('is what counting the starts of the window gives, for every padding', () => {
    for (const extent of [7, 10, 11])
      for (const size of [1, 2, 3, 4])
        for (const stride of [1, 2, 3])
          for (const dilation of [1, 2])
            for (const padding of ['valid', 'same', 'causal', [0, 3], [2, 1]] as const) {
              const pads = resolvedPads(extent, size, stride, dilation, padding);
              const output = windowOutput(extent, size, stride, dilation, padding);
              expect(output).toBe(counted(extent, size, stride, dilation, pads));
              if (padding === 'same' || padding === 'causal') expect(output).toBe(Math.ceil(extent / stride));
            }
  });

  it('keeps a symbol only where the size stays', () => {
    expect(windowOutput('T', 3, 1, 2, 'same')).toBe('T');
    expect(windowOutput('T', 3, 1, 2, 'causal')).toBe('T');
    expect(windowOutput('T', 1, 1, 1, 'valid')).toBe('T');
    expect(windowOutput('T', 3, 1, 1, [1, 1])).toBe('T');
    expect(windowOutput('T', 3, 2, 1, 'same')).toBeNull();
    expect(windowOutput('T', 3, 1, 1, 'valid')).toBeNull();
    expect(windowOutput('T', 1, 1, 1, [0, 1])).toBeNull();
  });

  it('tells what the window needs when it exceeds the padded input', () => {
    const attempt = () => windowOutput(4, 3, 1, 3, [1, 0], 'height');
    expect(attempt).toThrow(LayerError);
    expect(attempt).toThrow(
      'needs an input of at least 7 (3, dilated by 3) along the height; got 4 + 1 of padding.',
    );
    expect(windowOutput(6, 3, 1, 3, [1, 0])).toBe(1);
  });
});

describe('resolvedPads', () => {
  it('puts the odd zero of same behind, as TensorFlow does: total max((⌈10 / 2⌉ − 1) · 2 + 3 − 10, 0) = 1', () => {
    expect(resolvedPads(10, 3, 2, 1, 'same')).toEqual([0, 1]);
    expect(resolvedPads(7, 4, 1, 1, 'same')).toEqual([1, 2]);
    expect(resolvedPads(7, 1, 3, 1, 'same')).toEqual([0, 0]);
    expect(resolvedPads(7, 3, 1, 2, 'causal')).toEqual([4, 0]);
  });

  it('does not need the extent where the padding does not depend on it', () => {
    const window = { size: [3, 4], strides: [1, 1], dilation: [1, 1], padding: 'same' } as const;
    expect(windowPads(['H', null], window)).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(windowPads(['H', 10], { ...window, strides: [2, 2] })).toBeNull();
  });
});

describe('shapes', () => {
  it('finds the axes of either data format', () => {
    expect(spatialAxesOf('channels_last', 5)).toEqual([1, 2, 3]);
    expect(spatialAxesOf('channels_first', 4)).toEqual([2, 3]);
    expect(channelAxisOf('channels_last', 4)).toBe(3);
    expect(channelAxisOf('channels_first', 4)).toBe(1);
    expect(axisNames(2)).toEqual(['height', 'width']);
  });

  it('takes a shape apart and puts it together', () => {
    const parts = splitShape(['N', 3, 'H', 10], 2, 'channels_first');
    expect(parts).toEqual({ batch: 'N', spatial: ['H', 10], channels: 3 });
    expect(joinShape(parts, 'channels_last')).toEqual(['N', 'H', 10, 3]);
    expect(() => splitShape(['N', 10], 2, 'channels_last')).toThrow(
      'needs 4 axes (batch, height, width, channels); got (None, 10).',
    );
  });
});

describe('words', () => {
  const square = { size: [3, 3], strides: [2, 2], dilation: [1, 1], padding: 'valid' } as const;

  it('writes a window as one says it', () => {
    expect(formatWindow(square)).toBe('3×3 /2');
    expect(formatWindow({ ...square, strides: [2, 1], padding: 'same' })).toBe('3×3 /2×1 same');
    expect(formatWindow({ ...square, strides: [3, 3] }, [3, 3])).toBe('3×3');
    expect(formatWindow({ ...square, strides: [1, 1], dilation: [2, 2] })).toBe('3×3 dilation 2');
  });

  it('writes padding by its amounts', () => {
    expect(formatPadding('valid')).toBe('');
    expect(formatPadding([[0, 0]])).toBe('');
    expect(
      formatPadding([
        [1, 1],
        [1, 1],
      ]),
    ).toBe('pad 1');
    expect(
      formatPadding([
        [1, 1],
        [2, 2],
      ]),
    ).toBe('pad 1×2');
    expect(
      formatPadding([
        [0, 1],
        [2, 2],
      ]),
    ).toBe('pad (0,1)×(2,2)');
  });

  it('explains sizes with their own numbers, equal axes together, unknown ones left out', () => {
    expect(explainOutputSize([227, 227], { ...square, size: [11, 11], strides: [4, 4] })).toEqual([
      { title: 'Output height and width', formula: '⌊(227 − 11 + 0) / 4⌋ + 1', result: '55' },
    ]);
    expect(explainOutputSize(['H', 10], { ...square, padding: 'same' })).toEqual([
      { title: 'Output width', formula: '⌈10 / 2⌉', result: '5' },
    ]);
    expect(explainOutputSize([9, 11], { ...square, strides: [1, 1], dilation: [2, 2] })).toEqual([
      { title: 'Output height', formula: '⌊(9 − (2 × (3 − 1) + 1) + 0) / 1⌋ + 1', result: '5' },
      { title: 'Output width', formula: '⌊(11 − (2 × (3 − 1) + 1) + 0) / 1⌋ + 1', result: '7' },
    ]);
  });
});
