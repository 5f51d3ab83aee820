import type { FileNode } from '../onnx-file.ts';
import type { FoundPattern } from './fused-node.ts';
import type { GraphView } from './graph-view.ts';

/** A convolution or a product with a constant matrix, and a constant bias that is added to it. */
export function addedBias(view: GraphView, node: FileNode): FoundPattern | null {
  const isConv = node.operator === 'Conv';
  if ((!isConv && node.operator !== 'MatMul') || node.inputs.length !== 2) return null;
  const sum = view.next(node, 'Add');
  const bias = view.other(sum, node.outputs[0] ?? '');
  if (!sum || bias === undefined || !view.isFixed(node.inputs[1]) || !view.isFixed(bias)) return null;
  const [kernel, shape] = [view.shape(node.inputs[1]), view.shape(bias)];
  // Parts of weights are looked at again when their extents are known.
  if (kernel && shape && !isBias(isConv, kernel, shape)) return null;
  return {
    operator: node.operator,
    inputs: [...node.inputs, bias],
    parts: [node, sum],
    numbers: {},
    attributes: node.attributes,
  };
}

/** Whether a constant has one number for each unit of a kernel, where the sum puts it. */
function isBias(isConv: boolean, kernel: readonly number[], shape: readonly number[]): boolean {
  const units = kernel[isConv ? 0 : kernel.length - 1] ?? 0;
  const place = isConv ? shape.length - (kernel.length - 1) : shape.length - 1;
  const isAtPlace = shape.every((extent, axis) => extent === (axis === place ? units : 1));
  return isAtPlace && shape.length <= kernel.length && (isConv || kernel.length === 2);
}

/** The axes of a reduction; undefined where they are not known. */
function axesOf(view: GraphView, node: FileNode): readonly number[] | undefined {
  return node.attributes.get('axes')?.ints ?? view.numbers(node.inputs[1]);
}

/** The one axis that a mean is taken over: the last, or one from the front, which may turn out to be the last; undefined for others. */
function axisOf(view: GraphView, node: FileNode | undefined): number | undefined {
  const axes = node && axesOf(view, node);
  const [axis] = axes ?? [];
  return axes?.length === 1 && axis !== undefined && axis >= -1 ? axis : undefined;
}

/**
 * (x − mean) / √(mean of squares + ε) · γ + β over the last axis, found at the first mean.
 */
export function layerNormalization(view: GraphView, node: FileNode): FoundPattern | null {
  const axis = node.operator === 'ReduceMean' ? axisOf(view, node) : undefined;
  if (axis === undefined) return null;
  const [x = ''] = node.inputs;
  const centred = view.next(node, 'Sub');
  if (centred?.inputs[0] !== x || centred.inputs[1] !== node.outputs[0]) return null;
  const difference = centred.outputs[0] ?? '';
  const readers = view.all(centred);
  const square = readers.find(
    reader =>
      (reader.operator === 'Pow' && view.withScalar(reader, 2) === difference) ||
      (reader.operator === 'Mul' && reader.inputs.every(input => input === difference)),
  );
  const variance = view.next(square, 'ReduceMean');
  const shifted = view.next(variance, 'Add');
  const epsilon = variance && view.scalar(view.other(shifted, variance.outputs[0] ?? ''));
  const root = view.next(shifted, 'Sqrt');
  const quotient = view.next(root, 'Div');
  if (!variance || axisOf(view, variance) !== axis || epsilon === undefined || !root) return null;
  if (quotient?.inputs[0] !== difference || quotient.inputs[1] !== root.outputs[0]) return null;
  if (readers.some(reader => reader !== square && reader !== quotient)) return null;
  const scaled = view.next(quotient, 'Mul');
  const gamma = view.other(scaled, quotient.outputs[0] ?? '');
  if (!scaled || gamma === undefined || view.shape(gamma)?.length !== 1) return null;
  const sum = view.next(scaled, 'Add');
  const beta = view.other(sum, scaled.outputs[0] ?? '');
  const isWhole = beta !== undefined && view.shape(beta)?.length === 1;
  const parts = [node, centred, square, variance, shifted, root, quotient, scaled, ...(isWhole ? [sum] : [])];
  return {
    operator: 'LayerNormalization',
    inputs: [x, gamma, ...(isWhole ? [beta] : [])],
    parts: parts.filter(part => part !== undefined),
    numbers: { epsilon, axis },
  };
}

/** x / √(mean of x² + ε) · scale over the last axis, found at the square. */
export function rmsNormalization(view: GraphView, node: FileNode): FoundPattern | null {
  const [x = ''] = node.inputs;
  const isSquare =
    (node.operator === 'Pow' && view.withScalar(node, 2) === x) ||
    (node.operator === 'Mul' && node.inputs.every(input => input === x));
  const mean = isSquare ? view.next(node, 'ReduceMean') : undefined;
  const axis = axisOf(view, mean);
  if (!mean || axis === undefined || mean.attributes.get('keepdims')?.int === 0) return null;
  const shifted = view.next(mean, 'Add');
  const epsilon = view.scalar(view.other(shifted, mean.outputs[0] ?? ''));
  const root = view.next(shifted, 'Sqrt');
  const next = view.next(root, 'Reciprocal', 'Div');
  if (epsilon === undefined || !root || !next) return null;
  const [first, second] = next.inputs;
  // 1 / √ is a step of its own, or x is divided by the root.
  const isInverse =
    next.operator === 'Reciprocal' || (second === root.outputs[0] && view.scalar(first) === 1);
  const normal = isInverse ? view.next(next, 'Mul') : next;
  const isOfInput = isInverse
    ? view.other(normal, next.outputs[0] ?? '') === x
    : first === x && second === root.outputs[0];
  const scaled = isOfInput ? view.next(normal, 'Mul') : undefined;
  const scale = view.other(scaled, normal?.outputs[0] ?? '');
  if (!scaled || scale === undefined || view.shape(scale)?.length !== 1) return null;
  const parts = [node, mean, shifted, root, next, normal, scaled].filter(part => part !== undefined);
  return {
    operator: 'RMSNormalization',
    inputs: [x, scale],
    parts: [...new Set(parts)],
    numbers: { epsilon, axis },
  };
}
