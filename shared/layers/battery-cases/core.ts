import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import { ACTIVATION_NAMES } from '../arithmetic/activation-names.ts';
import type { BatteryCase } from './battery-case.ts';

const ROW: Shape = ['N', 11];
const SERIES: Shape = ['N', 11, 5];
const MAPS: Shape = ['N', 7, 10, 3];
const VOLUME: Shape = ['N', 5, 7, 6, 3];

function cases(
  type: string,
  list: readonly (readonly [Record<string, Json>, Shape])[],
): readonly BatteryCase[] {
  return list.map(([parameters, shape]) => ({ type, parameters, inputs: [shape] }));
}

/** Every activation on ranks 2 to 5, alone and fused in Dense; the activation layers' settings; the reshaping layers. */
export const CASES: readonly BatteryCase[] = [
  ...cases('Dense', [
    [{}, ROW],
    [{ units: 4, use_bias: false }, ROW],
    [{ units: 6, use_bias: false }, MAPS],
    ...ACTIVATION_NAMES.flatMap((activation): [Record<string, Json>, Shape][] => [
      [{ units: 5, activation }, ROW],
      [{ units: 5, activation }, SERIES],
    ]),
    [{ units: 4 }, VOLUME],
  ]),
  ...cases('Activation', [
    ...ACTIVATION_NAMES.flatMap((activation): [Record<string, Json>, Shape][] => [
      [{ activation }, ROW],
      [{ activation }, MAPS],
    ]),
    [{ activation: 'swish' }, ROW],
    [{ activation: 'softmax' }, SERIES],
    [{ activation: 'softmax' }, VOLUME],
    [{ activation: 'log_softmax' }, SERIES],
    [{ activation: 'gelu' }, VOLUME],
  ]),
  ...cases('ReLU', [
    [{}, MAPS],
    [{ max_value: 1 }, MAPS],
    [{ max_value: 6 }, ROW],
    [{ negative_slope: 0.1 }, MAPS],
    [{ threshold: 0.5 }, MAPS],
    [{ negative_slope: 0.1, threshold: 0.5 }, MAPS],
    [{ max_value: 1, negative_slope: 0.1 }, SERIES],
    [{ max_value: 1, threshold: 0.5 }, VOLUME],
    [{ max_value: 1, negative_slope: 0.1, threshold: 0.5 }, MAPS],
  ]),
  ...cases('LeakyReLU', [
    [{}, MAPS],
    [{ negative_slope: 0.05 }, ROW],
    [{ negative_slope: 0 }, SERIES],
    [{ negative_slope: 1.5 }, VOLUME],
  ]),
  ...cases('PReLU', [
    [{ alpha_initializer: { name: 'constant', value: 0.25 } }, ROW],
    [{}, SERIES],
    [{}, MAPS],
    [{ shared_axes: [1, 2] }, MAPS],
    [{ shared_axes: [2] }, MAPS],
    [{ shared_axes: [1, 2, 3] }, VOLUME],
    [{ shared_axes: [1, 2, 3] }, MAPS],
  ]),
  ...cases('ELU', [
    [{}, MAPS],
    [{ alpha: 0.5 }, ROW],
    [{ alpha: 2 }, VOLUME],
  ]),
  ...cases('Softmax', [
    [{}, ROW],
    [{}, MAPS],
    [{ axis: 1 }, SERIES],
    [{ axis: 1 }, ['N', 7, 10, 4]],
    [{ axis: -2 }, ['N', 5, 7, 6, 4]],
    [{ axis: [1, 2] }, ['N', 7, 10, 4]],
    [{ axis: [1, 3] }, MAPS],
    [{ axis: [-1, 2] }, VOLUME],
    [{ axis: [1, 2, 3] }, MAPS],
  ]),
  ...cases('Flatten', [
    [{}, ROW],
    [{}, SERIES],
    [{}, MAPS],
    [{}, VOLUME],
    [{ data_format: 'channels_first' }, ['N', 3, 7, 10]],
    [{ data_format: 'channels_first' }, ['N', 3, 5, 7, 6]],
    [{ data_format: 'channels_first' }, SERIES],
    [{ data_format: 'channels_first' }, ROW],
  ]),
  ...cases('Reshape', [
    [{}, MAPS],
    [{ target_shape: [5, 11] }, SERIES],
    [{ target_shape: [10, -1] }, MAPS],
    [{ target_shape: [3, 7, 10] }, MAPS],
    [{ target_shape: [-1, 11, 1] }, ROW],
    [{ target_shape: [210] }, MAPS],
  ]),
  ...cases('Permute', [
    [{}, SERIES],
    [{ dims: [1] }, ROW],
    [{ dims: [3, 1, 2] }, MAPS],
    [{ dims: [2, 3, 1] }, MAPS],
    [{ dims: [1, 2, 3] }, MAPS],
    [{ dims: [4, 2, 1, 3] }, VOLUME],
  ]),
];
