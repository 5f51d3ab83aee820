import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

const MAPS: Shape = ['N', 7, 10, 3];
const VOLUME: Shape = ['N', 5, 7, 6, 3];

function cases(
  type: string,
  list: readonly (readonly [Record<string, Json>, Shape])[],
): readonly BatteryCase[] {
  return list.map(([parameters, shape]) => ({ type, parameters, inputs: [shape] }));
}

/** Every axis, learned scale and shift on and off, ranks 2 to 5; drop-outs and noise, which ONNX leaves out. */
export const CASES: readonly BatteryCase[] = [
  ...cases('BatchNormalization', [
    [{}, ['N', 5]],
    [{}, ['N', 11, 5]],
    [{}, MAPS],
    [{}, VOLUME],
    [{ axis: 1 }, MAPS],
    [{ axis: 2 }, MAPS],
    [{ axis: -2 }, VOLUME],
    [{ axis: 1 }, ['N', 3, 5, 7, 6]],
    [{ center: false }, MAPS],
    [{ scale: false }, MAPS],
    [{ center: false, scale: false, axis: 1 }, MAPS],
    [{ momentum: 0.9, epsilon: 0.00001 }, MAPS],
  ]),
  ...cases('LayerNormalization', [
    [{}, ['N', 5]],
    [{}, ['N', 11, 5]],
    [{}, MAPS],
    [{}, VOLUME],
    [{ axis: 1 }, MAPS],
    [{ axis: [2, 3] }, MAPS],
    [{ axis: [1, 2, 3] }, MAPS],
    [{ axis: [-1, 1] }, MAPS],
    [{ axis: [1, 2], center: false }, MAPS],
    [{ center: false }, MAPS],
    [{ scale: false }, MAPS],
    [{ scale: false, center: false }, MAPS],
    [{ epsilon: 0.1 }, ['N', 11, 5]],
  ]),
  ...cases('LocalResponseNormalization', [
    [{}, MAPS],
    [{ depth_radius: 2, bias: 2, alpha: 0.1, beta: 0.75 }, ['N', 7, 10, 9]],
    [{ depth_radius: 1, data_format: 'channels_first' }, ['N', 9, 7, 10]],
    [{ depth_radius: 0 }, MAPS],
    [{ depth_radius: 1 }, ['N', 9]],
    [{ depth_radius: 1 }, ['N', 11, 9]],
    [{ depth_radius: 1, data_format: 'channels_first' }, ['N', 9, 5, 7, 6]],
  ]),
  ...cases('GroupNormalization', [
    [{ groups: 3 }, ['N', 6]],
    [{ groups: 2 }, ['N', 11, 6]],
    [{ groups: 3 }, ['N', 7, 10, 6]],
    [{ groups: -1 }, ['N', 7, 10, 4]],
    [{ groups: 1 }, VOLUME],
    [{ groups: 3, axis: 1 }, ['N', 6, 7, 10]],
    [{ groups: 5, axis: -2 }, MAPS],
    [{ groups: 3, center: false, epsilon: 0.1 }, ['N', 7, 10, 6]],
    [{ groups: 2, scale: false, axis: 1 }, ['N', 6, 7, 10, 3]],
    [{ groups: 2, scale: false, center: false }, ['N', 11, 6]],
  ]),
  ...cases('RMSNormalization', [
    [{}, ['N', 5]],
    [{}, MAPS],
    [{ axis: [2, 3] }, MAPS],
    [{ axis: [1, 2, 3] }, MAPS],
    [{ epsilon: 0.1 }, ['N', 11, 5]],
  ]),
  ...cases('UnitNormalization', [
    [{}, ['N', 5]],
    [{}, MAPS],
    [{ axis: 1 }, MAPS],
    [{ axis: [-1, 1] }, MAPS],
    [{ axis: [1, 2, 3, 4] }, VOLUME],
  ]),
  ...cases('LayerScale', [
    [{ projection_dim: 5 }, ['N', 5]],
    [{ projection_dim: 3, init_values: 0.5 }, MAPS],
  ]),
  ...cases('AlphaDropout', [
    [{}, ['N', 5]],
    [{ rate: 0.25, noise_shape: [null, 1, 1, null] }, MAPS],
    [{ rate: 0 }, MAPS],
  ]),
  ...cases('StochasticDepth', [
    [{}, ['N', 5]],
    [{ drop_path_rate: 0.5 }, MAPS],
  ]),
  ...cases('ActivityRegularization', [
    [{}, ['N', 5]],
    [{ l1: 0.01, l2: 0.02 }, MAPS],
  ]),
  ...cases('Identity', [
    [{}, ['N', 5]],
    [{}, MAPS],
  ]),
  ...cases('Dropout', [
    [{}, ['N', 5]],
    [{ rate: 0.25 }, MAPS],
    [{ rate: 0 }, MAPS],
  ]),
  ...cases('SpatialDropout1D', [[{}, ['N', 11, 5]]]),
  ...cases('SpatialDropout2D', [
    [{}, MAPS],
    [{ data_format: 'channels_first' }, ['N', 3, 7, 10]],
  ]),
  ...cases('SpatialDropout3D', [
    [{}, VOLUME],
    [{ data_format: 'channels_first' }, ['N', 3, 5, 7, 6]],
  ]),
  ...cases('GaussianNoise', [
    [{}, MAPS],
    [{ stddev: 0 }, ['N', 5]],
  ]),
  ...cases('GaussianDropout', [
    [{}, MAPS],
    [{ rate: 0 }, ['N', 5]],
  ]),
];
