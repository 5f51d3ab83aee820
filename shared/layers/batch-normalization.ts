import {
  AFFINE_PENALTIES,
  affineWeights,
  axisName,
  CENTER_AND_SCALE,
  checkAxes,
  extentsOf,
  frontAxes,
  moveAxis,
} from './arithmetic/normalization.ts';
import { torchBatchNormalization } from './arithmetic/normalization-pytorch.ts';
import { channelAxisOf } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { initializer, integer, number } from './parameters.ts';

const { epsilon, center, scale, beta_initializer, gamma_initializer } = CENTER_AND_SCALE;

/** Normalizes each channel by the statistics of the batch (training) or by their moving averages (inference). */
export default defineLayer({
  type: 'BatchNormalization',
  category: 'normalization',
  title: 'Batch normalization',
  searchWords: ['bn', 'batchnorm', 'normalize'],
  documentation: {
    what: 'Brings each channel to mean 0 and variance 1, then scales and shifts it: gamma · (x − mean) / √(variance + epsilon) + beta. Training uses the statistics of the batch and updates moving averages (moving = momentum · moving + (1 − momentum) · batch); inference uses those averages.',
    inputShape: '(batch, ..., channels, ...)',
    outputShape: 'the same as the input',
    example:
      '112 × 112 × 64: gamma, beta, moving mean and moving variance of 64 each: 256 parameters, 128 of them trainable',
    errors: [
      'The axis lies outside the input or is the batch.',
      'The extent of the axis is unknown.',
      'Warning: the data are channels-first and another axis than 1 is normalized.',
    ],
    source: 'Keras 3, keras.layers.BatchNormalization; Ioffe and Szegedy 2015',
  },
  parameters: {
    axis: integer({
      default: -1,
      doc: 'The axis whose elements are normalized separately: -1 for channels-last, 1 for channels-first data.',
    }),
    momentum: number({
      default: 0.99,
      min: 0,
      max: 1,
      doc: 'How much of the moving averages is kept per step.',
    }),
    epsilon,
    center,
    scale,
    beta_initializer,
    gamma_initializer,
    moving_mean_initializer: initializer({ default: { name: 'zeros' }, doc: 'How the moving mean begins.' }),
    moving_variance_initializer: initializer({
      default: { name: 'ones' },
      doc: 'How the moving variance begins.',
    }),
    ...AFFINE_PENALTIES,
  },
  inputs: { min: 1, max: 1 },
  traits: {
    masks: { passes: 'first', isReader: true },
    hasTrainingMode: true,
    keepsPlaces: true,
    cancelsBias: p => p.center,
    normalizedAxes: (p, rank) => frontAxes([p.axis], rank),
  },
  keyParameters: p =>
    keyLine(
      p.axis !== -1 && `axis ${p.axis}`,
      p.momentum !== 0.99 && `momentum ${p.momentum}`,
      !p.center && 'no beta',
      !p.scale && 'no gamma',
    ),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape !== null) checkAxes([p.axis], shape, true);
    return [{ dtype: 'float32', shape }];
  },
  warnings({ parameters: p, inputs: [input], upstreamDataFormat }) {
    const shape = input?.shape;
    if (!shape || shape.length < 3 || !upstreamDataFormat) return [];
    const [axis = 0] = frontAxes([p.axis], shape.length);
    const channels = channelAxisOf(upstreamDataFormat, shape.length);
    if (axis === channels) return [];
    const better = upstreamDataFormat === 'channels_first' ? 1 : -1;
    return [
      {
        code: 'normalization.axis',
        severity: 'warning',
        message: `normalizes the ${axisName(axis, shape.length, upstreamDataFormat)} (axis ${p.axis}, ${shape[axis]} elements) of ${upstreamDataFormat} data; expected its ${shape[channels] ?? '?'} channels (axis ${better}). Set axis to ${better}.`,
        fix: { title: `Set axis to ${better}`, parameters: { axis: better } },
      },
    ];
  },
  weights({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const extents = extentsOf(shape, frontAxes([p.axis], shape.length));
    return [
      ...affineWeights(p, extents),
      { name: 'moving_mean', shape: extents, initializer: p.moving_mean_initializer, trainable: false },
      {
        name: 'moving_variance',
        shape: extents,
        initializer: p.moving_variance_initializer,
        trainable: false,
      },
    ];
  },
  explain({ parameters: p, inputs: [input] }) {
    const shape = input?.shape;
    if (!shape) return [];
    const [size = 0] = extentsOf(shape, frontAxes([p.axis], shape.length));
    const learned = Number(p.scale) + Number(p.center);
    const learnedNames = [p.scale && 'gamma', p.center && 'beta'].filter(name => name !== false);
    return [
      {
        title: `Parameters: (${[...learnedNames, 'moving mean', 'moving variance'].join(' + ')}) × channels`,
        formula: `(${Array.from({ length: learned + 2 }, () => '1').join(' + ')}) × ${formatCount(size)}`,
        result: formatCount((learned + 2) * size),
      },
      {
        title: 'Of these not trained: (moving mean + moving variance) × channels',
        formula: `(1 + 1) × ${formatCount(size)}`,
        result: formatCount(2 * size),
      },
    ];
  },
  pytorch: torchBatchNormalization,
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const shape = input?.shape ?? [];
    const [axis = 1] = frontAxes([p.axis], shape.length);
    const [size = 0] = extentsOf(shape, [axis]);
    const constant = (value: number) =>
      graph.constant(
        Array.from({ length: size }, () => value),
        'float32',
      );
    const { there, back } = moveAxis(shape.length, axis, 1);
    const normalized = graph.node(
      'BatchNormalization',
      [
        graph.transpose(x, there),
        p.scale ? graph.weight('gamma') : constant(1),
        p.center ? graph.weight('beta') : constant(0),
        graph.weight('moving_mean'),
        graph.weight('moving_variance'),
      ],
      { epsilon: { float: p.epsilon }, momentum: { float: p.momentum } },
    );
    return [graph.transpose(normalized, back)];
  },
});
