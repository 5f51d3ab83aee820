import { reshapedConstant } from '../constant.ts';
import type { ConvertContext, Converter } from '../convert-context.ts';
import { named } from '../converters/activation.ts';
import { convolution } from '../converters/convolution.ts';
import { matMul } from '../converters/dense.ts';
import { shortFloat } from '../node-attributes.ts';
import { numbersOfPattern } from './fused-node.ts';
import { groupNormalizationLayer } from './group-normalization.ts';

/** A convolution whose bias was added in the form of its maps. */
const convolutionAndBias: Converter = context => {
  const bias = context.constant(2);
  const [step, ...rest] = convolution(context) ?? [];
  if (!bias || !step || rest.length > 0) return null;
  const units = bias.shape.reduce((product, extent) => product * extent, 1);
  return [{ ...step, weights: { ...step.weights, bias: { constant: reshapedConstant(bias, [units]) } } }];
};

/** Whether an axis, counted from the front or from the back, is the last one of the first input. */
const isLastAxis = (context: ConvertContext, axis: number) =>
  axis === -1 || (axis >= 0 && axis + 1 === context.rank(0));

const layerNormalization: Converter = context => {
  const [gamma, beta] = [context.constant(1), context.constant(2)];
  const { epsilon = 1e-5, axis = -1 } = numbersOfPattern(context.node);
  if (!gamma || !isLastAxis(context, axis)) return null;
  return [
    {
      type: 'LayerNormalization',
      inputs: [context.input(0)],
      parameters: { axis: [-1], epsilon: shortFloat(epsilon), center: beta !== null },
      weights: { gamma: { constant: gamma }, ...(beta ? { beta: { constant: beta } } : {}) },
    },
  ];
};

const rmsNormalization: Converter = context => {
  const scale = context.constant(1);
  const { epsilon = 1e-6, axis = -1 } = numbersOfPattern(context.node);
  if (!scale || !isLastAxis(context, axis)) return null;
  return [
    {
      type: 'RMSNormalization',
      inputs: [context.input(0)],
      parameters: { epsilon: shortFloat(epsilon) },
      weights: { scale: { constant: scale } },
    },
  ];
};

/** What nodes that stand for several of the file become. */
export const FUSED_CONVERTERS: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['Conv', convolutionAndBias],
  ['MatMul', matMul],
  ['LayerNormalization', layerNormalization],
  ['RMSNormalization', rmsNormalization],
  [
    'GroupNormalization',
    context => groupNormalizationLayer(shortFloat(numbersOfPattern(context.node).epsilon ?? 1e-5))(context),
  ],
  ...['gelu', 'silu', 'hard_silu', 'mish', 'step'].map((name): [string, Converter] => [name, named(name)]),
]);
