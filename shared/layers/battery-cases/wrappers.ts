import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

const SERIES: Shape = ['N', 7, 5];
const STEPS_OF_MAPS: Shape = ['N', 4, 7, 6, 3];

function cases(
  type: string,
  list: readonly (readonly [Record<string, Json>, Shape])[],
): readonly BatteryCase[] {
  return list.map(([parameters, shape]) => ({ type, parameters, inputs: [shape] }));
}

const inner = (type: string, parameters: Record<string, Json> = {}) => ({ type, parameters });

/** The wrappers around several kinds of layers: with weights, without, with statistics, of another rank, with two outputs. */
export const CASES: readonly BatteryCase[] = [
  ...cases('TimeDistributed', [
    [{ layer: inner('Dense', { units: 3 }) }, SERIES],
    [{ layer: inner('Dense', { units: 3, activation: 'relu', use_bias: false }) }, STEPS_OF_MAPS],
    [{ layer: inner('Conv2D', { filters: 2, kernel_size: 3, strides: [2, 1] }) }, STEPS_OF_MAPS],
    [
      {
        layer: inner('Conv2D', {
          filters: 2,
          kernel_size: 3,
          padding: 'same',
          data_format: 'channels_first',
        }),
      },
      ['N', 4, 3, 7, 6],
    ],
    [{ layer: inner('MaxPooling2D') }, STEPS_OF_MAPS],
    [{ layer: inner('Flatten') }, STEPS_OF_MAPS],
    [{ layer: inner('BatchNormalization') }, STEPS_OF_MAPS],
    [{ layer: inner('LSTM', { units: 4 }) }, ['N', 3, 6, 5]],
    [{ layer: inner('Dropout', { rate: 0.4 }) }, SERIES],
    [{ layer: 'GlobalAveragePooling2D' }, STEPS_OF_MAPS],
  ]),
  ...cases('Bidirectional', [
    [{ layer: inner('LSTM', { units: 4 }) }, SERIES],
    [{ layer: inner('LSTM', { units: 4, return_sequences: true }) }, SERIES],
    ...['sum', 'mul', 'ave'].map((merge_mode): [Record<string, Json>, Shape] => [
      { layer: inner('GRU', { units: 4, return_sequences: true }), merge_mode },
      SERIES,
    ]),
    [{ layer: inner('SimpleRNN', { units: 4, use_bias: false }), merge_mode: 'ave' }, SERIES],
    [
      {
        layer: inner('GRU', { units: 4 }),
        backward_layer: inner('LSTM', { units: 3, go_backwards: true, activation: 'relu' }),
      },
      SERIES,
    ],
    [
      {
        layer: inner('GRU', { units: 3, go_backwards: true, return_sequences: true }),
        backward_layer: inner('GRU', { units: 3, reset_after: false, return_sequences: true }),
        merge_mode: 'sum',
      },
      SERIES,
    ],
  ]),
];
