import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

const ROW: Shape = ['N', 11];
const SERIES: Shape = ['N', 11, 5];
const MAPS: Shape = ['N', 7, 10, 3];
const IMAGES: Shape = ['N', 8, 6, 10];

function cases(
  type: string,
  list: readonly (readonly [Record<string, Json>, ...Shape[]])[],
): readonly BatteryCase[] {
  return list.map(([parameters, ...inputs]) => ({ type, parameters, inputs }));
}

/** Steps and comparisons: what comes before does not learn through them. */
function steps(list: readonly BatteryCase[]): readonly BatteryCase[] {
  return list.map(entry => ({ ...entry, still: ['before1/kernel', 'before2/kernel'] }));
}

const RESIZES: readonly Record<string, Json>[] = [
  { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  { coordinate_transformation_mode: 'half_pixel', nearest_mode: 'round_prefer_floor' },
  { coordinate_transformation_mode: 'half_pixel', nearest_mode: 'round_prefer_ceil' },
  { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'ceil' },
  { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
  { mode: 'linear', coordinate_transformation_mode: 'asymmetric' },
  { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
  { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' },
  { mode: 'cubic', coordinate_transformation_mode: 'half_pixel' },
  { mode: 'cubic', coordinate_transformation_mode: 'align_corners' },
  { mode: 'cubic', cubic_coeff_a: -0.5, exclude_outside: true },
];

/** Operators of imported graphs on whole shapes. */
export const CASES: readonly BatteryCase[] = [
  ...cases('Unary', [
    ...['abs', 'neg', 'exp', 'erf', 'sin', 'cos', 'atan', 'sinh', 'cosh', 'tanh'].map(
      (name): [Record<string, Json>, Shape] => [{ function: name }, MAPS],
    ),
    [{ function: 'asinh' }, ROW],
  ]),
  ...steps(
    cases(
      'Unary',
      ['floor', 'ceil', 'round', 'sign', 'isnan', 'isinf'].map((name): [Record<string, Json>, Shape] => [
        { function: name },
        MAPS,
      ]),
    ),
  ),
  ...cases('Binary', [
    [{}, MAPS, MAPS],
    [{ function: 'subtract' }, SERIES, ['N', 1, 5]],
    [{ function: 'multiply' }, MAPS, ['N', 7, 1, 1]],
    [{ function: 'minimum' }, MAPS, MAPS],
    [{ function: 'maximum' }, MAPS, ['N', 1, 10, 3]],
    [{ function: 'divide', value: 2.5 }, MAPS],
    [{ function: 'power', value: 2 }, MAPS],
    [{ function: 'subtract', value: 1, reverse: true }, SERIES],
    [{ function: 'fmod', value: 0.7 }, SERIES],
    [{ function: 'add', value: [1, 2, 3], value_shape: [3] }, MAPS],
    [{ function: 'multiply', value: null, value_shape: [10, 1], trainable: true }, MAPS],
    [{ function: 'add', value: null, value_shape: [1, 1, 7, 10, 3] }, MAPS],
  ]),
  ...steps(
    cases('Binary', [
      [{ function: 'greater', value: 0 }, MAPS],
      [{ function: 'less_equal' }, SERIES, SERIES],
      [{ function: 'not_equal', value: 0 }, SERIES],
    ]),
  ),
  {
    type: 'Binary',
    parameters: { function: 'modulo' },
    inputs: [SERIES, [1]],
    dtypes: ['int32', 'int32'],
    constants: { 1: { value: [2] } },
  },
  {
    type: 'Binary',
    parameters: { function: 'divide', value: -2 },
    inputs: [SERIES],
    dtypes: ['int32'],
  },
  {
    type: 'Binary',
    parameters: { function: 'xor' },
    inputs: [SERIES, SERIES],
    dtypes: ['bool', 'bool'],
  },
  { type: 'Unary', parameters: { function: 'not' }, inputs: [SERIES], dtypes: ['bool'] },
  {
    type: 'Where',
    parameters: {},
    inputs: [SERIES, SERIES, ['N', 1, 5]],
    dtypes: ['bool', 'float32', 'float32'],
  },
  {
    type: 'GatherElements',
    parameters: { axis: 1 },
    inputs: [SERIES, ['N', 4, 5]],
    dtypes: ['float32', 'int32'],
  },
  {
    type: 'GatherElements',
    parameters: { axis: -1 },
    inputs: [SERIES, ['N', 11, 3]],
    dtypes: ['float32', 'int32'],
  },
  {
    type: 'GatherND',
    parameters: { batch_dims: 1 },
    inputs: [MAPS, ['N', 4, 2]],
    dtypes: ['float32', 'int32'],
  },
  {
    type: 'Gather',
    parameters: { axis: 2 },
    inputs: [MAPS, [2, 2]],
    dtypes: ['float32', 'int32'],
    constants: { 1: { value: [9, 0, -1, 3] } },
  },
  ...steps(
    cases('Shape', [
      [{}, MAPS],
      [{ start: 1, end: -1 }, MAPS],
    ]),
  ),
  ...steps(cases('Size', [[{}, MAPS]])),
  {
    type: 'ReshapeTensor',
    parameters: {},
    inputs: [MAPS, [3]],
    dtypes: ['float32', 'int64'],
    constants: { 1: { value: [0, 30, -1] } },
  },
  {
    type: 'Slice',
    parameters: {},
    inputs: [SERIES, [1], [1], [1]],
    dtypes: ['float32', 'int64', 'int64', 'int64'],
    constants: { 1: { value: [2] }, 2: { value: [9] }, 3: { value: [1] } },
  },
  {
    type: 'Expand',
    parameters: {},
    inputs: [['N', 1, 5], [3]],
    dtypes: ['float32', 'int64'],
    constants: { 1: { value: [1, 4, 1] } },
  },
  {
    type: 'Tile',
    parameters: {},
    inputs: [ROW, [2]],
    dtypes: ['float32', 'int64'],
    constants: { 1: { value: [1, 3] } },
  },
  {
    type: 'ConstantOfShape',
    parameters: { value: 1.5 },
    inputs: [[3]],
    dtypes: ['int64'],
    constants: { 0: { value: [2, 3, 1] } },
  },
  {
    type: 'Range',
    parameters: {},
    inputs: [[], [], []],
    dtypes: ['int64', 'int64', 'int64'],
    constants: { 0: { value: [1] }, 1: { value: [12] }, 2: { value: [3] } },
  },
  {
    type: 'Resize',
    parameters: { mode: 'linear' },
    inputs: [IMAGES, [4]],
    constants: { 1: { value: [1, 1, 2, 1.5] } },
  },
  {
    type: 'TopK',
    parameters: {},
    inputs: [ROW, [1]],
    dtypes: ['float32', 'int64'],
    constants: { 1: { value: [4] } },
  },
  { type: 'Constant', parameters: { value: [1, -2, 3], shape: [3, 1] }, inputs: [] },
  { type: 'Constant', parameters: { value: [7, 8], shape: [2], dtype: 'int64' }, inputs: [] },
  { type: 'Constant', parameters: { value: null, shape: [2, 3] }, inputs: [] },
  { type: 'Constant', parameters: { value: null, shape: [2, 3], trainable: true }, inputs: [] },
  ...cases('MatMul', [
    [{}, ['N', 4, 7, 5], ['N', 4, 5, 6]],
    [{}, ['N', 4, 7, 5], ['N', 1, 5, 6]],
    [{ kernel_shape: [5, 6] }, SERIES],
    [{ kernel_shape: [11] }, ROW],
    [{ kernel_shape: [7, 3, 4], trainable: false }, MAPS],
  ]),
  ...cases('Einsum', [
    [{ equation: 'bqd,bkd->bqk' }, SERIES, ['N', 7, 5]],
    [{ equation: 'bhwc->bch' }, MAPS],
    [{ equation: '...ij,...kj->...ik' }, MAPS, ['N', 7, 4, 3]],
    [{ equation: 'bi,bj,bk->bijk' }, ['N', 3], ['N', 2], ['N', 5]],
  ]),
  ...cases('Reduce', [
    ...['mean', 'sum', 'max', 'min', 'l1', 'l2', 'logsumexp', 'sumsquare'].map(
      (name): [Record<string, Json>, Shape] => [{ function: name, axes: [1, -1] }, MAPS],
    ),
    [{ function: 'prod', axes: [2], keepdims: false }, SERIES],
    [{ function: 'sum', axes: [1, 2], keepdims: false }, MAPS],
    [{ function: 'mean', axes: [-1], keepdims: false }, ROW],
    [{ function: 'max' }, SERIES],
  ]),
  ...steps([
    ...cases('ArgMax', [
      [{ axis: 1 }, SERIES],
      [{ axis: -1, keepdims: false }, MAPS],
      [{ axis: 2, select_last_index: true }, MAPS],
    ]),
    ...cases('ArgMin', [
      [{ axis: 1, keepdims: false }, SERIES],
      [{ axis: -1 }, MAPS],
    ]),
    ...cases('OneHot', [
      [{ depth: 4 }, ROW],
      [{ depth: 3, axis: 1, on_value: 2, off_value: -1 }, ROW],
    ]),
  ]),
  ...cases('CumSum', [
    [{ axis: 1 }, SERIES],
    [{ axis: -1, exclusive: true }, SERIES],
    [{ axis: 2, reverse: true }, MAPS],
  ]),
  ...cases('TopK', [
    [{ k: 3 }, ROW],
    [{ k: 4, axis: 1 }, SERIES],
    [{ k: 2, axis: 2, largest: false }, MAPS],
  ]),
  ...cases('Slice', [
    [{ starts: [1], ends: [9], axes: [1] }, ROW],
    [{ starts: [1, -3], ends: [2147483647, -1], axes: [2, 1], steps: [2, 1] }, MAPS],
    [{ starts: [-1], ends: [-2147483647], axes: [1], steps: [-2] }, SERIES],
  ]),
  ...cases('Split', [
    [{ axis: 1, sizes: [3, 8] }, ROW],
    [{ axis: -1, count: 3 }, MAPS],
    [{ axis: 2, count: 2 }, MAPS],
  ]),
  ...cases('Gather', [
    [{ axis: 1, indices: [4, 0, -1], indices_shape: [3] }, SERIES],
    [{ axis: 2, indices: [1] }, MAPS],
    [{ axis: -1, indices: [0, 2, 1, 1], indices_shape: [2, 2] }, MAPS],
  ]),
  ...cases('Transpose', [
    [{ perm: [0, 3, 1, 2] }, MAPS],
    [{ perm: [0, 2, 1] }, SERIES],
    [{ perm: [0, 2, 1, 3] }, MAPS],
  ]),
  ...cases('Squeeze', [
    [{ axes: [1] }, ['N', 1, 7]],
    [{ axes: [1, -1] }, ['N', 1, 7, 1]],
  ]),
  ...cases('Unsqueeze', [
    [{}, ROW],
    [{ axes: [1, -1] }, SERIES],
  ]),
  ...cases('ReshapeTensor', [
    [{}, MAPS],
    [{ shape: [-1, 70, 3] }, MAPS],
    [{ shape: [0, 0, 5, 6] }, MAPS],
  ]),
  ...cases('FlattenTensor', [
    [{}, MAPS],
    [{}, ROW],
  ]),
  ...cases('Concat', [
    [{ axis: 1 }, SERIES, ['N', 4, 5]],
    [{ axis: -1 }, MAPS, MAPS, ['N', 7, 10, 1]],
  ]),
  ...cases('Expand', [
    [{ shape: [1, 5, 1] }, ['N', 1, 7]],
    [{ shape: [4, 1] }, ['N', 1, 7]],
  ]),
  ...cases('Tile', [
    [{ repeats: [1, 2] }, ROW],
    [{ repeats: [1, 1, 3, 2] }, MAPS],
  ]),
  ...cases('Pad', [
    [{ pads: [0, 1, 0, 0, 0, 2, 3, 0] }, MAPS],
    [{ pads: [0, 2, -1, 0, 1, 0], value: 1.5 }, SERIES],
    [{ pads: [0, 2, 3, 0, 0, 1, 2, 0], mode: 'reflect' }, MAPS],
    [{ pads: [0, 2, 3, 0, 0, 1, 2, 0], mode: 'edge' }, MAPS],
    [{ pads: [0, 2, 0, 0, 3, 1], mode: 'wrap' }, SERIES],
  ]),
  ...cases('Clip', [
    [{ min: 0, max: 0.8 }, MAPS],
    [{ min: -0.5 }, SERIES],
    [{ max: 0.5 }, ROW],
  ]),
  ...cases('Cast', [
    [{ dtype: 'int32' }, SERIES],
    [{ dtype: 'bool' }, ROW],
    [{}, ROW],
  ]),
  ...cases('Resize', [
    ...RESIZES.map((given): [Record<string, Json>, Shape] => [{ ...given, scales: [1, 1, 2, 3] }, IMAGES]),
    ...RESIZES.map((given): [Record<string, Json>, Shape] => [{ ...given, sizes: [0, 0, 9, 7] }, IMAGES]),
    [{ mode: 'linear', scales: [1, 1, 0.6, 1.25] }, IMAGES],
  ]),
  ...cases('DepthToSpace', [
    [{}, IMAGES],
    [{ mode: 'CRD' }, IMAGES],
    [{ data_format: 'channels_last' }, ['N', 3, 5, 12]],
  ]),
  ...cases('SpaceToDepth', [
    [{}, IMAGES],
    [{ data_format: 'channels_last' }, ['N', 4, 6, 3]],
  ]),
  ...cases('InstanceNormalization', [
    [{}, IMAGES],
    [{ epsilon: 0.01 }, SERIES],
    [{ data_format: 'channels_last' }, ['N', 7, 10, 4]],
  ]),
  ...cases('LpNormalization', [
    [{}, SERIES],
    [{ axis: 1, norm: 'l1' }, MAPS],
  ]),
];
