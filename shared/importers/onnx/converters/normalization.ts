import type { Converter } from '../convert-context.ts';
import { attributeFloat, attributeInt, shortFloat } from '../node-attributes.ts';

/** BatchNormalization as it computes at inference. */
export const batchNormalization: Converter = context => {
  const { node } = context;
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map(i => context.constant(i));
  if (!gamma || !beta || !mean || !variance || attributeInt(node, 'training_mode', 0) === 1) return null;
  if (node.outputs.slice(1).some(name => name !== '') || attributeInt(node, 'spatial', 1) === 0) return null;
  return [
    {
      type: 'BatchNormalization',
      inputs: [context.input(0)],
      parameters: {
        axis: 1,
        epsilon: attributeFloat(node, 'epsilon', 1e-5),
        momentum: attributeFloat(node, 'momentum', 0.9),
      },
      weights: {
        gamma: { constant: gamma },
        beta: { constant: beta },
        moving_mean: { constant: mean },
        moving_variance: { constant: variance },
      },
    },
  ];
};

/** LayerNormalization over the last axes with constant scale and shift. */
export const layerNormalization: Converter = context => {
  const { node } = context;
  const rank = context.rank(0);
  const gamma = context.constant(1);
  const beta = context.constant(2);
  if (rank === null || !gamma || (context.has(2) && !beta) || node.outputs.slice(1).some(name => name !== ''))
    return null;
  const given = attributeInt(node, 'axis', -1);
  const first = given < 0 ? given : given - rank;
  if (first >= 0 || -first > rank) return null;
  return [
    {
      type: 'LayerNormalization',
      inputs: [context.input(0)],
      parameters: {
        axis: Array.from({ length: -first }, (_, i) => first + i),
        epsilon: attributeFloat(node, 'epsilon', 1e-5),
        center: beta !== null,
      },
      weights: { gamma: { constant: gamma }, ...(beta ? { beta: { constant: beta } } : {}) },
    },
  ];
};

/** LRN over an odd number of channels; ONNX divides alpha by that number, the layer does not. */
export const lrn: Converter = context => {
  const { node } = context;
  const size = attributeInt(node, 'size', 0);
  if (size % 2 !== 1) return null;
  return [
    {
      type: 'LocalResponseNormalization',
      inputs: [context.input(0)],
      parameters: {
        depth_radius: (size - 1) / 2,
        bias: attributeFloat(node, 'bias', 1),
        alpha: shortFloat(Math.fround((node.attributes.get('alpha')?.float ?? 1e-4) / size)),
        beta: attributeFloat(node, 'beta', 0.75),
        data_format: 'channels_first',
      },
    },
  ];
};

/** GroupNormalization; before operator set 21 its scale had one number per group. */
export const groupNormalization: Converter = context => {
  const { node, opset } = context;
  const [gamma, beta] = [context.constant(1), context.constant(2)];
  if (!gamma || !beta || opset < 21) return null;
  return [
    {
      type: 'GroupNormalization',
      inputs: [context.input(0)],
      parameters: {
        groups: attributeInt(node, 'num_groups', 1),
        axis: 1,
        epsilon: attributeFloat(node, 'epsilon', 1e-5),
      },
      weights: { gamma: { constant: gamma }, beta: { constant: beta } },
    },
  ];
};

/** InstanceNormalization with constant scale and shift. */
export const instanceNormalization: Converter = context => {
  const [scale, bias] = [context.constant(1), context.constant(2)];
  if (!scale || !bias) return null;
  return [
    {
      type: 'InstanceNormalization',
      inputs: [context.input(0)],
      parameters: { epsilon: attributeFloat(context.node, 'epsilon', 1e-5) },
      weights: { scale: { constant: scale }, bias: { constant: bias } },
    },
  ];
};

/** Dropout passes its input on at inference; its rate is kept for training. */
export const dropout: Converter = context => {
  const { node } = context;
  if (node.outputs.slice(1).some(name => name !== '')) return null;
  const rate =
    context.opset < 12 ? attributeFloat(node, 'ratio', 0.5) : context.has(1) ? context.scalar(1) : 0.5;
  const trains = context.has(2) ? context.scalar(2) : 0;
  if (rate === null || rate >= 1 || trains !== 0) return null;
  return [{ type: 'Dropout', inputs: [context.input(0)], parameters: { rate: shortFloat(rate) } }];
};
