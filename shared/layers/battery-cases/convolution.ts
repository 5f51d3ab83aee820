import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import { ACTIVATION_NAMES } from '../arithmetic/activation-names.ts';
import type { BatteryCase } from './battery-case.ts';

type Settings = Readonly<Record<string, Json>>;

/** Odd extents that differ from each other. */
const SPATIAL: Readonly<Record<number, readonly number[]>> = { 1: [11], 2: [7, 10], 3: [5, 7, 6] };

/** Different amounts on every side. */
const SIDES: readonly [number, number][] = [
  [2, 0],
  [1, 3],
  [0, 1],
];

const CHANNELS_FIRST = { data_format: 'channels_first' };

const sides = (rank: number): Json => SIDES.slice(0, rank);
const uneven = (rank: number, ...values: readonly number[]): Json => values.slice(0, rank);

function input(rank: number, channels: number, settings: Settings): Shape {
  const spatial = SPATIAL[rank] ?? [];
  return settings.data_format === 'channels_first'
    ? ['N', channels, ...spatial]
    : ['N', ...spatial, channels];
}

function cases(
  type: string,
  rank: number,
  channels: number,
  list: readonly Settings[],
): readonly BatteryCase[] {
  return list.map(parameters => ({ type, parameters, inputs: [input(rank, channels, parameters)] }));
}

/** Each setting in both data formats. */
function bothFormats(list: readonly Settings[]): readonly Settings[] {
  return list.flatMap(settings => [settings, { ...settings, ...CHANNELS_FIRST, ...unbiased(settings) }]);
}

/** A softmax over the width takes a bias per channel out again, so that channels-first layers could not learn one. */
function unbiased(settings: Settings): Settings {
  const isNormalized = settings.activation === 'softmax' || settings.activation === 'log_softmax';
  return isNormalized ? { use_bias: false } : {};
}

/** What every window that slides is tried with. */
function windows(rank: number): readonly Settings[] {
  return [
    {},
    { kernel_size: 2 },
    { kernel_size: 4, use_bias: false },
    { strides: 2 },
    { kernel_size: 2, strides: 2, padding: 'same' },
    { kernel_size: 3, strides: 2, padding: 'same' },
    { kernel_size: 4, strides: 2, padding: 'same' },
    { kernel_size: 2, strides: 3, padding: 'same' },
    { kernel_size: uneven(rank, 2, 3, 4), strides: uneven(rank, 1, 2, 3), padding: 'same' },
    { kernel_size: 2, dilation_rate: 2 },
    { kernel_size: 3, dilation_rate: 2, padding: 'same' },
    { kernel_size: 2, dilation_rate: uneven(rank, 3, 2, 1), padding: 'same' },
    { padding: sides(rank) },
    { strides: 2, padding: sides(rank) },
    { dilation_rate: 2, padding: 2 },
  ];
}

function convolutions(rank: number): readonly BatteryCase[] {
  const type = `Conv${rank}D`;
  const groups: readonly Settings[] = [
    { filters: 6, groups: 2 },
    { filters: 8, groups: 4, padding: 'same', strides: 2 },
    { filters: 8, groups: 4, strides: uneven(rank, 1, 2, 1) },
    { filters: 6, groups: 2, dilation_rate: 2, padding: 'same' },
  ];
  const activations = ACTIVATION_NAMES.map(activation => ({ filters: 5, activation }));
  const causal: readonly Settings[] = [
    { filters: 5, padding: 'causal' },
    { filters: 5, padding: 'causal', strides: 2 },
    { filters: 5, padding: 'causal', dilation_rate: 2 },
  ];
  return [
    ...cases(type, rank, 3, bothFormats(windows(rank).map(settings => ({ filters: 5, ...settings })))),
    ...cases(type, rank, 4, bothFormats(groups)),
    ...cases(type, rank, 3, rank === 2 ? bothFormats(activations) : []),
    ...cases(type, rank, 3, rank === 1 ? bothFormats(causal) : []),
  ];
}

function transposed(rank: number): readonly BatteryCase[] {
  const settings: readonly Settings[] = [
    {},
    { kernel_size: 2, use_bias: false },
    { padding: 'same' },
    { kernel_size: 4, padding: 'same' },
    { strides: 2 },
    { strides: 2, padding: 'same' },
    { kernel_size: 4, strides: 2, padding: 'same' },
    { kernel_size: 2, strides: 3 },
    { kernel_size: 2, strides: 3, padding: 'same' },
    { kernel_size: 4, strides: 3, padding: 'same' },
    { kernel_size: uneven(rank, 2, 5, 3), strides: uneven(rank, 1, 2, 3), padding: 'same' },
    { strides: 2, output_padding: 1 },
    { strides: 3, padding: 'same', output_padding: uneven(rank, 1, 2, 0) },
    { kernel_size: 1, strides: 3, padding: 'same', output_padding: 2 },
    { dilation_rate: 2 },
    { kernel_size: 2, dilation_rate: 3, padding: 'same' },
    { strides: 2, activation: 'relu' },
    { padding: 'same', activation: 'softmax' },
  ];
  return cases(
    `Conv${rank}DTranspose`,
    rank,
    3,
    bothFormats(settings.map(entry => ({ filters: 4, ...entry }))),
  );
}

function perChannel(type: string, rank: number, more: Settings): readonly BatteryCase[] {
  const settings: readonly Settings[] = [
    ...windows(rank),
    { depth_multiplier: 2, kernel_size: 2, strides: 2, padding: 'same' },
    { strides: 2, dilation_rate: 2, padding: 'same' },
    { depth_multiplier: 3, activation: 'tanh' },
    { activation: 'softmax' },
  ];
  return cases(type, rank, 3, bothFormats(settings.map(entry => ({ ...more, ...entry }))));
}

function borders(rank: number): readonly BatteryCase[] {
  const padded = bothFormats([{}, { padding: rank === 1 ? 2 : sides(rank) }, { padding: sides(rank) }]);
  const cropped: readonly Settings[] = [{}, { cropping: sides(rank) }, { cropping: 2 }];
  const enlarged: readonly Settings[] = [{}, { size: uneven(rank, 3, 1, 2) }, { size: 3 }];
  // Keras's one-dimensional cropping and upsampling have no data format.
  const formats = rank === 1 ? (list: readonly Settings[]) => list : bothFormats;
  return [
    ...cases(`ZeroPadding${rank}D`, rank, 3, padded),
    ...cases(`Cropping${rank}D`, rank, 3, formats(cropped)),
    ...cases(`UpSampling${rank}D`, rank, 3, formats(enlarged)),
  ];
}

/** The convolution family, and padding, cropping and upsampling of spatial axes. */
export const CASES: readonly BatteryCase[] = [
  ...[1, 2, 3].flatMap(rank => [...convolutions(rank), ...transposed(rank), ...borders(rank)]),
  ...perChannel('DepthwiseConv2D', 2, {}),
  ...perChannel('SeparableConv1D', 1, { filters: 5 }),
  ...perChannel('SeparableConv2D', 2, { filters: 5 }),
  ...cases(
    'UpSampling2D',
    2,
    3,
    bothFormats([
      { interpolation: 'bilinear' },
      { size: [3, 2], interpolation: 'bilinear' },
      { size: [1, 5], interpolation: 'bilinear' },
    ]),
  ),
];
