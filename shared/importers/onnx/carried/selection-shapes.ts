import { front } from '../convert-context.ts';
import { attributeInt } from '../node-attributes.ts';
import type { ShapeRule } from './shape-rule.ts';

const nonZero: ShapeRule = context => [context.rank(0), null];

/** Chosen boxes: batch, class and number of the box for each. */
const nonMaxSuppression: ShapeRule = () => [null, 3];

const compress: ShapeRule = context => {
  const shape = context.shape(0);
  const axis = context.node.attributes.get('axis')?.int;
  return axis === undefined ? [null] : (shape?.with(front(axis, shape.length), null) ?? null);
};

const unique: ShapeRule = (context, port) => {
  const shape = context.shape(0);
  const axis = context.node.attributes.get('axis')?.int;
  return port === 0 && axis !== undefined ? (shape?.with(front(axis, shape.length), null) ?? null) : [null];
};

const topK: ShapeRule = context => {
  const shape = context.shape(0);
  const k = context.node.attributes.get('k')?.int ?? context.scalar(1);
  return shape?.with(front(attributeInt(context.node, 'axis', -1), shape.length), k) ?? null;
};

const argument: ShapeRule = context => {
  const shape = context.shape(0);
  if (!shape) return null;
  const axis = front(attributeInt(context.node, 'axis', 0), shape.length);
  return attributeInt(context.node, 'keepdims', 1) === 1 ? shape.with(axis, 1) : shape.toSpliced(axis, 1);
};

const multinomial: ShapeRule = context => [
  context.shape(0)?.[0] ?? null,
  attributeInt(context.node, 'sample_size', 1),
];

/** Losses: one number, or one for each target. */
const loss: ShapeRule = (context, port) => {
  if (port === 1) return context.shape(0);
  const reduction = context.node.attributes.get('reduction')?.string ?? 'mean';
  return reduction === 'none' ? context.shape(1) : [];
};

/** Extents of what chooses elements by their values. Source: ONNX, docs/Operators.md. */
export const SELECTION_SHAPES: Readonly<Record<string, ShapeRule>> = {
  ArgMax: argument,
  ArgMin: argument,
  Compress: compress,
  Multinomial: multinomial,
  NegativeLogLikelihoodLoss: loss,
  NonMaxSuppression: nonMaxSuppression,
  NonZero: nonZero,
  SoftmaxCrossEntropyLoss: loss,
  TopK: topK,
  Unique: unique,
};
