import { formatShape, type Shape } from '../document/value.ts';
import {
  AFFINE_PENALTIES,
  affineWeights,
  broadcastShape,
  CENTER_AND_SCALE,
  checkAxes,
  extentsOf,
  frontAxes,
  moveAxis,
} from './arithmetic/normalization.ts';
import { torchGroupNormalization } from './arithmetic/normalization-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import type { OnnxGraph } from './onnx-contract.ts';
import { integer } from './parameters.ts';

/** The channels of a checked shape; 1 where nothing is known. */
function channelsOf(shape: Shape, axis: number): { readonly along: number; readonly count: number } {
  const [along = shape.length - 1] = frontAxes([axis], shape.length);
  return { along, count: Number(shape[along]) };
}

/** Brings a tensor back to a shape: by its figures where all are known, else by the shape of another tensor. */
function reshapeLike(graph: OnnxGraph, x: string, like: string, extents: Shape): string {
  const known = extents.slice(1).every(extent => typeof extent === 'number');
  const shape = known
    ? graph.constant([0, ...extents.slice(1).map(Number)], 'int64')
    : graph.node('Shape', [like]);
  return graph.node('Reshape', [x, shape]);
}

/** Normalizes each sample in groups of channels. */
export default defineLayer({
  type: 'GroupNormalization',
  category: 'normalization',
  title: 'Group normalization',
  searchWords: ['gn', 'groupnorm', 'instance normalization', 'instancenorm', 'normalize'],
  documentation: {
    what: 'Splits the channels into groups and brings each group of each sample to mean 0 and variance 1, over its channels and all positions; then scales and shifts each channel: gamma · (x − mean) / √(variance + epsilon) + beta. One group for each channel (groups -1) is instance normalization, one group in all is layer normalization over the whole sample. Training and inference are the same.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: '28 × 28 × 64, 32 groups: groups of 2 channels; gamma and beta of 64 each: 128 parameters',
    errors: [
      'The number of channels does not divide by the groups.',
      'The axis lies outside the input or is the batch.',
      'The number of channels is unknown.',
    ],
    source: 'Keras 3, keras.layers.GroupNormalization; Wu and He 2018',
  },
  parameters: {
    groups: integer({
      default: 32,
      min: -1,
      doc: 'Number of groups; it must divide the channels. -1 makes a group of every channel.',
    }),
    axis: integer({ default: -1, doc: 'The axis of the channels; -1 is the last.' }),
    ...CENTER_AND_SCALE,
    ...AFFINE_PENALTIES,
  },
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, normalizedAxes: (p, rank) => frontAxes([p.axis], rank) },
  keyParameters: p =>
    keyLine(
      p.groups === -1 ? 'each channel' : `${formatCount(p.groups)} groups`,
      p.axis !== -1 && `axis ${p.axis}`,
      !p.center && 'no beta',
      !p.scale && 'no gamma',
    ),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (p.groups === 0)
      fail('parameter.value', 'needs at least one group, or -1 for one of every channel; got 0.', {
        title: 'Make one group',
        parameters: { groups: 1 },
      });
    if (shape !== null) {
      checkAxes([p.axis], shape, true);
      const { count } = channelsOf(shape, p.axis);
      if (p.groups > 0 && count % p.groups !== 0)
        fail(
          'shape.channels',
          `needs channels that divide into ${p.groups} groups; got ${formatShape(shape)} with ${count}. Choose a divisor of ${count}, or -1 for a group of every channel.`,
          { title: 'Make a group of every channel', parameters: { groups: -1 } },
        );
    }
    return [{ dtype: 'float32', shape }];
  },
  weights: ({ parameters: p, inputs: [input] }) =>
    affineWeights(p, [channelsOf(input?.shape ?? [], p.axis).count]),
  explain({ parameters: p, inputs: [input] }) {
    const { count } = channelsOf(input?.shape ?? [], p.axis);
    const groups = p.groups === -1 ? count : p.groups;
    const names = [p.scale && 'gamma', p.center && 'beta'].filter(name => name !== false);
    return [
      {
        title: 'Channels in a group',
        formula: `${formatCount(count)} / ${formatCount(groups)}`,
        result: formatCount(count / groups),
      },
      ...(names.length > 0
        ? [
            {
              title: `Parameters: (${names.join(' + ')}) × channels`,
              formula: `(${names.map(() => '1').join(' + ')}) × ${formatCount(count)}`,
              result: formatCount(names.length * count),
            },
          ]
        : []),
    ];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const shape = input?.shape ?? [];
    const rank = shape.length;
    const { along, count } = channelsOf(shape, p.axis);
    const groups = p.groups === -1 ? count : p.groups;
    const { there, back } = moveAxis(rank, along, 1);
    const front = graph.transpose(x, there);
    const grouped = graph.node('Reshape', [front, graph.constant([0, groups, -1], 'int64')]);
    const filled = (value: number) =>
      graph.constant(
        Array.from({ length: groups }, () => value),
        'float32',
      );
    const unit = graph.node('InstanceNormalization', [grouped, filled(1), filled(0)], {
      epsilon: { float: p.epsilon },
    });
    const shaped = reshapeLike(
      graph,
      unit,
      front,
      there.map(axis => shape[axis] ?? null),
    );
    const restored = graph.transpose(shaped, back);
    const finalShape = broadcastShape(rank, [along], extentsOf(shape, [along]));
    const scaled = p.scale ? graph.node('Mul', [restored, graph.weight('gamma', { finalShape })]) : restored;
    return [p.center ? graph.node('Add', [scaled, graph.weight('beta', { finalShape })]) : scaled];
  },
  pytorch: torchGroupNormalization,
});
