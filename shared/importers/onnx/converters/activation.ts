import type { Json } from '../../../document/json.ts';
import { reshapedConstant } from '../constant.ts';
import type { ConvertContext, Converter } from '../convert-context.ts';
import type { Step } from '../draft.ts';
import { attributeFloat, attributeInt, attributeText, shortFloat } from '../node-attributes.ts';

const SELU = { alpha: 1.6732631921768188, gamma: 1.0507010221481323 };

/** An activation layer by its name. */
export function named(activation: string): Converter {
  return context => [{ type: 'Activation', inputs: [context.input(0)], parameters: { activation } }];
}

function single(
  type: string,
  parameters: (context: ConvertContext) => Record<string, Json> | null,
): Converter {
  return context => {
    const found = parameters(context);
    return found && [{ type, inputs: [context.input(0)], parameters: found }];
  };
}

export const relu: Converter = single('ReLU', () => ({}));
export const leakyRelu: Converter = single('LeakyReLU', ({ node }) => ({
  negative_slope: attributeFloat(node, 'alpha', 0.01),
}));
export const elu: Converter = single('ELU', ({ node }) => ({ alpha: attributeFloat(node, 'alpha', 1) }));

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.abs(b);

export const selu: Converter = context => {
  const { node } = context;
  const alpha = node.attributes.get('alpha')?.float ?? SELU.alpha;
  const gamma = node.attributes.get('gamma')?.float ?? SELU.gamma;
  return near(alpha, SELU.alpha) && near(gamma, SELU.gamma) ? named('selu')(context) : null;
};

export const hardSigmoid: Converter = context => {
  const { node } = context;
  const alpha = node.attributes.get('alpha')?.float ?? 0.2;
  const beta = node.attributes.get('beta')?.float ?? 0.5;
  return near(alpha, 1 / 6) && beta === 0.5 ? named('hard_sigmoid')(context) : null;
};

export const celu: Converter = context =>
  (context.node.attributes.get('alpha')?.float ?? 1) === 1 ? named('celu')(context) : null;

export const gelu: Converter = context =>
  attributeText(context.node, 'approximate', 'none') === 'none' ? named('gelu')(context) : null;

/** Softmax and LogSoftmax; before operator set 13 they ran over all axes from `axis` on. */
export function softmax(type: 'Softmax' | 'log_softmax'): Converter {
  return context => {
    const rank = context.rank(0);
    if (rank === null) return null;
    const given = attributeInt(context.node, 'axis', context.opset < 13 ? 1 : -1);
    const axis = given < 0 ? given + rank : given;
    const isLast = axis === rank - 1;
    if (context.opset < 13 && !isLast) return null;
    if (type === 'log_softmax') return isLast ? named(type)(context) : logSoftmaxAlong(context, axis, rank);
    return [{ type, inputs: [context.input(0)], parameters: { axis: [isLast ? -1 : axis] } }];
  };
}

/** The axis is brought to the end and back: the logarithm of a softmax would be infinite where that is 0. */
function logSoftmaxAlong(context: ConvertContext, axis: number, rank: number): readonly Step[] {
  const perm = Array.from({ length: rank }, (_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
  return [
    { type: 'Transpose', inputs: [context.input(0)], parameters: { perm } },
    { type: 'Activation', inputs: [0], parameters: { activation: 'log_softmax' } },
    { type: 'Transpose', inputs: [1], parameters: { perm } },
  ];
}

/** Clip: the bounds are attributes, from operator set 11 on inputs. */
export const clip: Converter = context => {
  const { node } = context;
  const bound = (i: number, name: string): number | null | undefined => {
    if (context.opset < 11) {
      const attribute = node.attributes.get(name);
      return attribute ? shortFloat(attribute.float) : null;
    }
    if (!context.has(i)) return null;
    const value = context.scalar(i);
    return value === null ? undefined : context.dtype(i) === 'float32' ? shortFloat(value) : value;
  };
  const [min, max] = [bound(1, 'min'), bound(2, 'max')];
  if (min === undefined || max === undefined) return null;
  const finite = (value: number | null) => (value !== null && Math.abs(value) > 3.4e38 ? null : value);
  const [low, high] = [finite(min), finite(max)];
  if (low === 0 && high !== null && high > 0 && context.dtype(0) === 'float32')
    return [{ type: 'ReLU', inputs: [context.input(0)], parameters: { max_value: high } }];
  return [{ type: 'Clip', inputs: [context.input(0)], parameters: { min: low, max: high } }];
};

/** PRelu with one slope per channel, or one for all. */
export const prelu: Converter = context => {
  const slope = context.constant(1);
  const rank = context.rank(0);
  if (!slope || rank === null || rank < 2) return null;
  const size = slope.shape.reduce((product, extent) => product * extent, 1);
  const given = [...new Array<number>(Math.max(0, rank - 1 - slope.shape.length)).fill(1), ...slope.shape];
  const shape = given.slice(-(rank - 1));
  if (shape.length !== rank - 1 || shape.reduce((product, extent) => product * extent, 1) !== size)
    return null;
  const input = context.shape(0) ?? [];
  const shared = shape.flatMap((extent, i) => (extent === 1 && input[i + 1] !== 1 ? [i + 1] : []));
  return [
    {
      type: 'PReLU',
      inputs: [context.input(0)],
      parameters: { shared_axes: shared.length > 0 ? shared : null },
      weights: { alpha: { constant: reshapedConstant(slope, shape) } },
    },
  ];
};
