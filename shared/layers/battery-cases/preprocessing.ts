import type { Json } from '../../document/json.ts';
import type { DType, Shape } from '../../document/value.ts';
import { RESAMPLINGS } from '../arithmetic/axis-map.ts';
import type { BatteryCase } from './battery-case.ts';

const MAPS: Shape = ['N', 7, 10, 3];
const MAPS_FIRST: Shape = ['N', 3, 7, 10];

function cases(
  type: string,
  list: readonly (readonly [Record<string, Json>, Shape])[],
  dtype?: DType,
): readonly BatteryCase[] {
  return list.map(([parameters, shape]) => ({
    type,
    parameters,
    inputs: [shape],
    ...(dtype ? { dtypes: [dtype] } : {}),
  }));
}

/** Resizing in every way, larger and smaller; cropping; channels first; upsampling that interpolates. */
export const CASES: readonly BatteryCase[] = [
  ...cases('Resizing', [
    ...RESAMPLINGS.flatMap((interpolation): [Record<string, Json>, Shape][] => [
      [{ height: 14, width: 5, interpolation }, MAPS],
      [{ height: 14, width: 5, interpolation, antialias: true }, MAPS],
    ]),
    [{ height: 9, width: 4 }, MAPS],
    [{ height: 9, width: 4, data_format: 'channels_first' }, MAPS_FIRST],
    [{ height: 9, width: 4, data_format: 'channels_first', interpolation: 'lanczos3' }, MAPS_FIRST],
    [{ height: 7, width: 10 }, MAPS],
    [{ height: 4, width: 4, crop_to_aspect_ratio: true }, MAPS],
    [{ height: 3, width: 8, crop_to_aspect_ratio: true }, MAPS],
    [{ height: 12, width: 5, pad_to_aspect_ratio: true, fill_value: 0.5 }, MAPS],
    [{ height: 5, width: 12, pad_to_aspect_ratio: true, data_format: 'channels_first' }, MAPS_FIRST],
  ]),
  ...cases('CenterCrop', [
    [{ height: 4, width: 7 }, MAPS],
    [{ height: 4, width: 7, data_format: 'channels_first' }, MAPS_FIRST],
    [{ height: 9, width: 6 }, MAPS],
    [{ height: 7, width: 10 }, MAPS],
  ]),
  ...[
    'RandomFlip',
    'RandomRotation',
    'RandomZoom',
    'RandomTranslation',
    'RandomContrast',
    'RandomBrightness',
  ].flatMap(type =>
    cases(type, [
      [{}, MAPS],
      [{ data_format: 'channels_first' }, MAPS_FIRST],
    ]),
  ),
  ...cases('RandomRotation', [[{ fill_mode: 'constant', interpolation: 'nearest' }, MAPS]]),
  ...cases('RandomTranslation', [[{ fill_mode: 'wrap' }, MAPS]]),
  ...cases('RandomCrop', [
    [{ height: 4, width: 7 }, MAPS],
    [{ height: 9, width: 6, data_format: 'channels_first' }, MAPS_FIRST],
  ]),
  ...cases('Rescaling', [
    [{}, MAPS],
    [{ scale: [2, -1, 0.5], offset: [1, 0, -3] }, MAPS],
    [{ scale: 2, offset: 0.5 }, ['N', 11]],
  ]),
  ...cases('Normalization', [
    [{}, MAPS],
    [{ axis: null }, MAPS],
    [{ axis: [1, 3], invert: true }, MAPS],
    [{ mean: [1, 2, 3], variance: [4, 2, 0.5] }, MAPS],
    [{ mean: 0.5, variance: 2, invert: true }, ['N', 11]],
  ]),
  ...cases(
    'CategoryEncoding',
    [
      [{ num_tokens: 4 }, ['N', 5]],
      [{ num_tokens: 4, output_mode: 'count' }, ['N', 5]],
      [{ num_tokens: 4, output_mode: 'one_hot' }, ['N', 5]],
      [{ num_tokens: 4, output_mode: 'one_hot' }, ['N', 5, 1]],
    ],
    'int32',
  ),
  ...cases(
    'Discretization',
    [
      [{ bin_boundaries: [0.5, 1, 2] }, ['N', 5]],
      [{ bin_boundaries: [0.5, 1, 2], output_mode: 'one_hot' }, ['N', 5, 3]],
      [{ bin_boundaries: [0.5, 1, 2], output_mode: 'multi_hot' }, ['N', 5]],
      [{ bin_boundaries: [0.5, 1], output_mode: 'count' }, ['N', 5]],
    ],
    'int32',
  ),
  ...cases('UpSampling2D', [
    ...['bicubic', 'lanczos3', 'lanczos5'].map((interpolation): [Record<string, Json>, Shape] => [
      { size: [2, 4], interpolation },
      MAPS,
    ]),
    [{ interpolation: 'bicubic', data_format: 'channels_first' }, MAPS_FIRST],
  ]),
];
