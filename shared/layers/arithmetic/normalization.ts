import { formatShape, type Shape } from '../../document/value.ts';
import { fail, type WeightDescription } from '../contract.ts';
import { formatCount } from '../formatting.ts';
import { boolean, constraint, initializer, number, regularizer } from '../parameters.ts';
import type { Constraint } from './constraints.ts';
import type { Initializer } from './initializer-names.ts';
import type { Regularizer } from './regularizers.ts';
import { axisNames, channelAxisOf, type DataFormat, spatialAxesOf } from './windows.ts';

/** The parameters that switch the learned shift and scale, in Keras's order. */
export const CENTER_AND_SCALE = {
  epsilon: number({
    default: 1e-3,
    min: 0,
    doc: 'Added to the variance so that nothing is divided by zero.',
  }),
  center: boolean({ default: true, doc: 'Whether the learned shift beta is added.' }),
  scale: boolean({ default: true, doc: 'Whether the result is multiplied by the learned gamma.' }),
  beta_initializer: initializer({ default: { name: 'zeros' }, doc: 'How beta begins.' }),
  gamma_initializer: initializer({ default: { name: 'ones' }, doc: 'How gamma begins.' }),
};

/** Penalties and constraints of the learned shift and scale, in Keras's order. */
export const AFFINE_PENALTIES = {
  beta_regularizer: regularizer({ doc: 'Penalty on beta.' }),
  gamma_regularizer: regularizer({ doc: 'Penalty on gamma.' }),
  beta_constraint: constraint({ doc: 'Constraint on beta.' }),
  gamma_constraint: constraint({ doc: 'Constraint on gamma.' }),
};

/** The canonical values of {@link CENTER_AND_SCALE} and {@link AFFINE_PENALTIES}. */
export interface AffineParameters {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly beta_initializer: Initializer;
  readonly gamma_initializer: Initializer;
  readonly beta_regularizer: Regularizer | null;
  readonly gamma_regularizer: Regularizer | null;
  readonly beta_constraint: Constraint | null;
  readonly gamma_constraint: Constraint | null;
}

/**
 * Axes counted from the front, ascending and without repetition.
 *
 * @param axes as the parameter holds them; negative ones count from the end
 * @param rank number of axes of the input, batch included
 */
export function frontAxes(axes: readonly number[], rank: number): readonly number[] {
  const [only] = axes;
  if (only !== undefined && axes.length === 1) return [only < 0 ? only + rank : only];
  const counted = axes.map(axis => (axis < 0 ? axis + rank : axis));
  return [...new Set(counted)].sort((a, b) => a - b);
}

/**
 * Refuses axes outside the input, the batch axis, and extents that the weights need but nobody knows.
 *
 * @param axes as the parameter holds them
 * @param shape the input, batch first
 * @param needsExtents whether weights of these extents exist
 */
export function checkAxes(axes: readonly number[], shape: Shape, needsExtents: boolean): void {
  const rank = shape.length;
  if (rank < 2)
    fail(
      'shape.rank',
      `needs a batch and at least one more axis; got ${formatShape(shape)}. Feed it a tensor with features.`,
    );
  const fix = { title: 'Set axis to -1', parameters: { axis: -1 } };
  if (axes.length === 0)
    fail('shape.axis', 'needs at least one axis; got an empty list. Set axis to -1 for the last one.', fix);
  const wrong = axes.find(axis => axis >= rank || axis < -rank || axis === 0 || axis === -rank);
  if (wrong !== undefined)
    fail(
      'shape.axis',
      wrong === 0 || wrong === -rank
        ? `needs an axis of the sample; got axis ${wrong}, the batch. Choose from 1 to ${rank - 1}, or -1 for the last one.`
        : `needs an axis of its input ${formatShape(shape)}; got axis ${wrong}. Choose from 1 to ${rank - 1}, or -1 for the last one.`,
      fix,
    );
  if (needsExtents && frontAxes(axes, rank).some(axis => typeof shape[axis] !== 'number'))
    fail(
      'shape.unknown',
      `needs a known extent on the normalized axis ${axes.join(', ')} for its weights; got ${formatShape(shape)}. Give the input that extent.`,
    );
}

/**
 * The learned scale and shift as Keras orders them: gamma, then beta; each only where switched on.
 *
 * @param p the parameters
 * @param shape extents of the normalized axes
 */
export function affineWeights(p: AffineParameters, shape: readonly number[]): readonly WeightDescription[] {
  const gamma = {
    name: 'gamma',
    shape,
    initializer: p.gamma_initializer,
    trainable: true,
    regularizer: p.gamma_regularizer,
    constraint: p.gamma_constraint,
  };
  const beta = {
    name: 'beta',
    shape,
    initializer: p.beta_initializer,
    trainable: true,
    regularizer: p.beta_regularizer,
    constraint: p.beta_constraint,
  };
  return [...(p.scale ? [gamma] : []), ...(p.center ? [beta] : [])];
}

/**
 * The known extents of some axes.
 *
 * @param shape the input, batch first, these extents known
 * @param axes counted from the front
 */
export function extentsOf(shape: Shape, axes: readonly number[]): readonly number[] {
  return axes.map(axis => Number(shape[axis]));
}

/**
 * The shape in which a weight over some axes broadcasts against the input: their extents there, 1 elsewhere.
 *
 * @param rank of the input
 * @param axes counted from the front
 * @param extents of these axes
 */
export function broadcastShape(
  rank: number,
  axes: readonly number[],
  extents: readonly number[],
): readonly number[] {
  return Array.from({ length: rank }, (_, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? 1 : (extents[at] ?? 1);
  });
}

/**
 * The name of an axis as people say it: `channels`, `height`, `width`, `depth`, `length`.
 *
 * @param axis counted from the front
 * @param rank of the tensor
 * @param dataFormat where its channels stand
 */
export function axisName(axis: number, rank: number, dataFormat: DataFormat): string {
  if (axis === channelAxisOf(dataFormat, rank)) return 'channels';
  return axisNames(rank - 2)[spatialAxesOf(dataFormat, rank).indexOf(axis)] ?? `axis ${axis}`;
}

/** A product as a formula: `16 × 7`; a single extent stands alone. */
export function formatProduct(extents: readonly number[]): string {
  return extents.map(formatCount).join(' × ');
}

/**
 * The permutation that moves one axis and keeps the order of the others, and the one that undoes it.
 *
 * @param rank number of axes
 * @param from the axis to move
 * @param to where it goes
 */
export function moveAxis(
  rank: number,
  from: number,
  to: number,
): { readonly there: readonly number[]; readonly back: readonly number[] } {
  const others = Array.from({ length: rank }, (_, axis) => axis).filter(axis => axis !== from);
  const there = [...others.slice(0, to), from, ...others.slice(to)];
  return { there, back: there.map((_, axis) => there.indexOf(axis)) };
}
