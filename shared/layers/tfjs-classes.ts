/**
 * What stock TensorFlow.js (tfjs-layers 4.22) makes of Keras's layer classes: which it has, under which argument names, and which values
 * it lacks or reads in another way. Source: tfjs-layers/src/layers; Keras's meaning is in keras/src/layers.
 */

/** Canonical arguments by Keras's names. */
type Config = Readonly<Record<string, unknown>>;

/** One class as tfjs has it. */
export interface TfjsClass {
  /** The class's name where it is not Keras's. */
  readonly className?: string;
  /** Keras's arguments that are handed on. */
  readonly takes: readonly string[];
  /** Values other than these cannot be said: by Keras's argument. */
  readonly only?: Readonly<Record<string, readonly unknown[]>>;
  /** Entries that bear another name or form in tfjs. */
  convert?(config: Config, rank: number): Config;
  /** tfjs's names of weights where they differ from Keras's. */
  readonly weights?: Readonly<Record<string, string>>;
  /** Smallest and largest number of axes of the input, batch included. */
  readonly ranks?: readonly [number, number];
  /** What else it cannot do, as the end of a sentence that names the layer; null for nothing. */
  refuses?(config: Config, rank: number): string | null;
}

const WEIGHT_SETTINGS = ['kernel', 'bias', 'recurrent', 'beta', 'gamma', 'depthwise', 'pointwise'].flatMap(
  name => ['initializer', 'regularizer', 'constraint'].map(kind => `${name}_${kind}`),
);
const WINDOW = ['kernel_size', 'strides', 'padding', 'data_format'];
const POOLING = ['pool_size', 'strides', 'padding', 'data_format'];
const DENSE_LIKE = ['activation', 'use_bias', ...WEIGHT_SETTINGS];
const RECURRENT = [
  'units',
  ...DENSE_LIKE,
  'recurrent_activation',
  'dropout',
  'recurrent_dropout',
  'return_sequences',
  'go_backwards',
];
/** tfjs's layers of one axis take a number where the canonical form is a list of one. */
const single = (...names: readonly string[]) => ({
  convert: (config: Config) =>
    Object.fromEntries(
      names.flatMap(name => {
        const value: unknown = config[name];
        return Array.isArray(value) && value.length === 1 ? [[name, value[0]]] : [];
      }),
    ),
});
const numbers = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.map(Number) : value === undefined || value === null ? [] : [Number(value)];
const fromFront = (axis: unknown, rank: number) => (Number(axis) < 0 ? Number(axis) + rank : Number(axis));
const onLastAxis = ({ axis }: Config, rank: number) =>
  Array.isArray(axis) || fromFront(axis, rank) !== rank - 1
    ? `works along axis ${JSON.stringify(axis)}; tfjs does so along the last one only`
    : null;
/** tfjs reckons a negative padding where a window is smaller than its step. */
const skipsOverWindow = ({ kernel_size, pool_size, strides, padding }: Config) => {
  const size = numbers(kernel_size ?? pool_size);
  const steps = numbers(strides ?? pool_size);
  return padding === 'same' && steps.some((step, i) => step > (size[i] ?? size[0] ?? 1))
    ? 'steps over more than its window with padding "same", which tfjs reckons wrongly'
    : null;
};
const LAST = { data_format: ['channels_last', null] };
const NO_GROUPS = { groups: [1, undefined] };
const NO_OUTPUT_PADDING = (rank: number) => ({
  output_padding: [null, undefined],
  dilation_rate: [1, undefined, Array.from({ length: rank }, () => 1)],
});
const convolution = {
  takes: ['filters', ...WINDOW, 'dilation_rate', ...DENSE_LIKE],
  only: NO_GROUPS,
};
const transposed = (rank: number): TfjsClass => ({
  takes: ['filters', ...WINDOW, ...DENSE_LIKE],
  only: { ...NO_OUTPUT_PADDING(rank), ...(rank === 3 ? LAST : {}) },
  ...(rank === 3 ? { refuses: skipsOverWindow } : {}),
});
const merge: TfjsClass = { takes: [] };
const globalPooling: TfjsClass = { takes: ['data_format'], only: { keepdims: [false, undefined] } };
const rate: TfjsClass = { takes: ['rate'] };

/** By Keras's class name; a class that is missing here is missing in tfjs, or means something else there. */
export const TFJS_CLASSES: Readonly<Record<string, TfjsClass>> = {
  Dense: { takes: ['units', ...DENSE_LIKE] },
  Conv1D: { ...convolution, only: { ...NO_GROUPS, ...LAST, padding: ['valid', 'same'] } },
  Conv2D: convolution,
  Conv3D: {
    ...convolution,
    only: { ...NO_GROUPS, ...LAST, dilation_rate: [1, [1, 1, 1]] },
    refuses: skipsOverWindow,
  },
  Conv2DTranspose: transposed(2),
  Conv3DTranspose: transposed(3),
  SeparableConv2D: {
    takes: ['filters', ...WINDOW, 'depth_multiplier', 'dilation_rate', ...DENSE_LIKE],
    only: LAST,
    refuses: ({ strides, dilation_rate }) =>
      numbers(strides).some(one => one > 1) && numbers(dilation_rate).some(one => one > 1)
        ? 'has both strides and dilation, which tfjs cannot combine'
        : null,
  },
  DepthwiseConv2D: {
    takes: [...WINDOW, 'depth_multiplier', 'dilation_rate', ...DENSE_LIKE],
    only: { dilation_rate: [1, [1, 1], undefined] },
    weights: { kernel: 'depthwise_kernel' },
  },
  MaxPooling1D: { takes: POOLING, only: LAST, ...single('pool_size', 'strides') },
  AveragePooling1D: { takes: POOLING, only: LAST, ...single('pool_size', 'strides') },
  MaxPooling2D: { takes: POOLING },
  AveragePooling2D: { takes: POOLING },
  MaxPooling3D: { takes: POOLING, only: LAST, refuses: skipsOverWindow },
  AveragePooling3D: { takes: POOLING, only: LAST, refuses: skipsOverWindow },
  GlobalAveragePooling1D: { ...globalPooling, only: { ...globalPooling.only, ...LAST } },
  GlobalMaxPooling1D: { ...globalPooling, only: { ...globalPooling.only, ...LAST } },
  GlobalAveragePooling2D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  BatchNormalization: {
    takes: ['axis', 'momentum', 'epsilon', 'center', 'scale', ...WEIGHT_SETTINGS],
    ranks: [2, 4],
    refuses: onLastAxis,
  },
  LayerNormalization: {
    takes: ['axis', 'epsilon', 'center', 'scale', ...WEIGHT_SETTINGS],
    only: { rms_scaling: [false, undefined] },
    ranks: [2, 4],
  },
  Dropout: { takes: ['rate'], only: { noise_shape: [null, undefined] } },
  SpatialDropout1D: rate,
  GaussianDropout: rate,
  GaussianNoise: { takes: ['stddev'] },
  AlphaDropout: { takes: ['rate'], only: { noise_shape: [null, undefined] } },
  Activation: { takes: ['activation'] },
  Identity: { className: 'Activation', takes: [], convert: () => ({ activation: 'linear' }) },
  ReLU: { takes: ['max_value'], only: { negative_slope: [0, undefined], threshold: [0, undefined] } },
  LeakyReLU: { takes: [], convert: config => ({ alpha: config.negative_slope }) },
  PReLU: { takes: ['shared_axes', 'alpha_regularizer', 'alpha_constraint'] },
  ELU: { takes: [], only: { alpha: [1] } },
  Softmax: { takes: ['axis'], refuses: onLastAxis },
  Flatten: { takes: ['data_format'], ranks: [3, 8] },
  Reshape: { takes: ['target_shape'] },
  Permute: { takes: ['dims'] },
  RepeatVector: { takes: ['n'] },
  ZeroPadding2D: { takes: ['padding', 'data_format'] },
  Cropping2D: { takes: ['cropping', 'data_format'] },
  UpSampling2D: { takes: ['size', 'data_format'], only: { interpolation: ['nearest'] } },
  Add: merge,
  Multiply: merge,
  Average: merge,
  Maximum: merge,
  Minimum: merge,
  Concatenate: { takes: [], convert: ({ axis }, rank) => ({ axis: fromFront(axis, rank) }) },
  SimpleRNN: { takes: RECURRENT },
  LSTM: { takes: [...RECURRENT, 'unit_forget_bias'] },
  GRU: { takes: RECURRENT, only: { reset_after: [false] }, convert: () => ({ reset_after: false }) },
  Embedding: {
    takes: ['input_dim', 'output_dim', 'mask_zero', 'embeddings_regularizer', 'embeddings_constraint'],
    ranks: [2, 8],
  },
  TimeDistributed: { takes: ['layer'] },
  Bidirectional: { takes: ['layer', 'merge_mode'], only: { backward_layer: [null, undefined] } },
};

/** Activations that mean the same in both, by Keras's name, with tfjs's. */
export const TFJS_ACTIVATIONS: Readonly<Record<string, string>> = {
  linear: 'linear',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  softplus: 'softplus',
  softsign: 'softsign',
  silu: 'swish',
  gelu: 'gelu',
  softmax: 'softmax',
  log_softmax: 'logSoftmax',
};

/** Initializers without settings that both have. */
export const TFJS_INITIALIZERS: ReadonlySet<string> = new Set([
  'zeros',
  'ones',
  'glorot_uniform',
  'glorot_normal',
  'he_uniform',
  'he_normal',
  'lecun_uniform',
  'lecun_normal',
]);
