import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

function cases(
  type: string,
  list: readonly (readonly [Record<string, Json>, Shape])[],
): readonly BatteryCase[] {
  return list.map(([parameters, shape]) => ({
    type,
    parameters: { filters: 2, ...parameters },
    inputs: [shape],
  }));
}

const LINE: Shape = ['N', 3, 8, 3];
const FRAMES: Shape = ['N', 3, 7, 6, 3];

/** Convolutional LSTMs of every rank: padding, strides, dilation, both data formats, sequences, backwards, functions. */
export const CASES: readonly BatteryCase[] = [
  ...cases('ConvLSTM1D', [
    [{}, LINE],
    [{ padding: 'same', return_sequences: true, go_backwards: true }, LINE],
    [{ strides: 2, use_bias: false }, LINE],
    [{ data_format: 'channels_first', return_sequences: true }, ['N', 3, 4, 8]],
  ]),
  ...cases('ConvLSTM2D', [
    [{}, FRAMES],
    [{ padding: 'same', kernel_size: [2, 3], return_sequences: true }, FRAMES],
    [{ strides: [2, 1], activation: 'relu', recurrent_activation: 'hard_sigmoid' }, FRAMES],
    [
      { dilation_rate: 2, padding: 'same', unit_forget_bias: false, dropout: 0.2, recurrent_dropout: 0.2 },
      FRAMES,
    ],
    [{ data_format: 'channels_first', padding: 'same' }, ['N', 3, 3, 7, 6]],
  ]),
  ...cases('ConvLSTM3D', [
    [{ kernel_size: 2, padding: 'same' }, ['N', 2, 3, 4, 5, 2]],
    [{ kernel_size: 2, return_sequences: true }, ['N', 2, 3, 4, 5, 2]],
  ]),
];
