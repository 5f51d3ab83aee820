import { reshapedConstant } from '../constant.ts';
import type { ConvertContext, Converter } from '../convert-context.ts';
import { attributeFloat } from '../node-attributes.ts';
import type { FileNode } from '../onnx-file.ts';
import type { FoundPattern } from './fused-node.ts';
import type { GraphView } from './graph-view.ts';

/**
 * Group normalization as PyTorch's exporters write it, found at InstanceNormalization: the groups are brought to the place of the channels,
 * normalized with scale 1 and shift 0, brought back, scaled and shifted.
 */
export function groupNormalization(view: GraphView, node: FileNode): FoundPattern | null {
  if (node.operator !== 'InstanceNormalization') return null;
  const [grouped, ones = '', zeros = ''] = node.inputs;
  const before = view.made(grouped, 'Reshape');
  const after = view.next(node, 'Reshape');
  const scaled = view.next(after, 'Mul');
  const sum = view.next(scaled, 'Add');
  const gamma = view.other(scaled, after?.outputs[0] ?? '');
  const beta = view.other(sum, scaled?.outputs[0] ?? '');
  if (!before || !after || !scaled || !sum || gamma === undefined || beta === undefined) return null;
  if (view.next(before, 'InstanceNormalization') !== node || after.inputs[0] !== node.outputs[0]) return null;
  if (!view.isFixed(gamma) || !view.isFixed(beta)) return null;
  const [x = '', groups = ''] = before.inputs;
  return {
    operator: 'GroupNormalization',
    inputs: [x, gamma, beta, groups, after.inputs[1] ?? '', ones, zeros],
    parts: [before, node, after, scaled, sum],
    numbers: { epsilon: attributeFloat(node, 'epsilon', 1e-5) },
  };
}

/** Whether a small constant is the same number throughout. */
function isAll(context: ConvertContext, i: number, value: number): boolean {
  return context.numbers(i)?.every(number => number === value) ?? false;
}

/** The layer for the pattern, where its extents are those of the input and its groups share the channels. */
export function groupNormalizationLayer(epsilon: number): Converter {
  return context => {
    const shape = context.shape(0);
    const [gamma, beta] = [context.constant(1), context.constant(2)];
    const [batch, groups, rest, ...more] = context.dims(3) ?? [];
    const back = context.dims(4);
    const channels = shape?.[1];
    if (!shape || !gamma || !beta || typeof groups !== 'number' || typeof channels !== 'number') return null;
    if ((batch !== 0 && batch !== shape[0]) || rest !== -1 || more.length > 0) return null;
    const isBack =
      back?.length === shape.length &&
      back.filter(dim => dim === -1).length <= 1 &&
      back.every((dim, axis) => dim === -1 || (dim !== null && dim === shape[axis]));
    if (groups < 1 || !isBack || !isAll(context, 5, 1) || !isAll(context, 6, 0)) return null;
    const affine = [channels, ...shape.slice(2).map(() => 1)];
    const isAffine = [gamma, beta].every(constant => {
      const given = constant.shape.length === shape.length ? constant.shape.slice(1) : constant.shape;
      return given.join() === affine.join() && constant.shape.length - given.length <= 1;
    });
    if (!isAffine) return null;
    return [
      {
        type: 'GroupNormalization',
        inputs: [context.input(0)],
        parameters: { groups, axis: 1, epsilon },
        weights: {
          gamma: { constant: reshapedConstant(gamma, [channels]) },
          beta: { constant: reshapedConstant(beta, [channels]) },
        },
      },
    ];
  };
}
