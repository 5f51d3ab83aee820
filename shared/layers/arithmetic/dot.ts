import { formatShape, type Shape, type Value } from '../../document/value.ts';
import { fail, type LayerContext, output } from '../contract.ts';
import { type Contraction, letters } from './contraction.ts';

/** The axes of both inputs that are added up, counted from the front. */
export function dotAxes(axes: readonly number[], x: Shape, y: Shape): readonly [number, number] {
  const [first = -1, second = first] = axes;
  return [first < 0 ? first + x.length : first, second < 0 ? second + y.length : second];
}

/**
 * A dot product of two batches as a contraction.
 *
 * @param axes as the document holds them: one for both or one for each
 * @param x the first input, batch first
 * @param y the second
 */
export function dotContraction(axes: readonly number[], x: Shape, y: Shape): Contraction {
  const [ofX, ofY] = dotAxes(axes, x, y);
  const left = letters(x.length);
  const summed = left[ofX] ?? 'a';
  const fresh = letters(y.length, x.length);
  const right = [...fresh]
    .map((letter, axis) => (axis === 0 ? 'a' : axis === ofY ? summed : letter))
    .join('');
  const rest = (axesOf: string, from: number) =>
    [...axesOf.slice(from)].filter(letter => letter !== summed).join('');
  return { left, right, result: rest(left, 0) + rest(right, 1) };
}

/**
 * The shape of a dot product: the other axes of the first input, then those of the second.
 *
 * @throws LayerError `parameter.value`, `shape.rank`, `shape.axis` or `shape.mismatch`
 */
export function inferDot({
  parameters: { axes },
  inputs,
}: LayerContext<{ readonly axes: readonly number[] }>): readonly Value[] {
  const [x = null, y = null] = inputs.map(input => input.shape);
  if (x === null || y === null) return [{ dtype: 'float32', shape: null }];
  const fix = { title: 'Use the last axes', parameters: { axes: undefined } };
  if (axes.length < 1 || axes.length > 2)
    fail(
      'parameter.value',
      `needs one axis for both inputs or one for each; got ${axes.length}. Give one or two.`,
      fix,
    );
  const shapes = `${formatShape(x)} and ${formatShape(y)}`;
  if (x.length < 2 || y.length < 2)
    fail(
      'shape.rank',
      `needs inputs with a batch and at least one more axis; got ${shapes}. Feed it tensors with features.`,
    );
  const [ofX, ofY] = dotAxes(axes, x, y);
  if (ofX < 1 || ofX >= x.length || ofY < 1 || ofY >= y.length)
    fail(
      'shape.axis',
      `needs axes of its inputs ${shapes} other than the batch; got ${axes.join(' and ')}. Change axes.`,
      fix,
    );
  const [a, b] = [x[ofX], y[ofY]];
  if (typeof a === 'number' && typeof b === 'number' && a !== b)
    fail(
      'shape.mismatch',
      `needs equal extents on axis ${ofX} of ${formatShape(x)} and axis ${ofY} of ${formatShape(y)}; got ${a} and ${b}. Choose other axes.`,
    );
  const shape = [
    ...x.filter((_, axis) => axis !== ofX),
    ...y.filter((_, axis) => axis !== 0 && axis !== ofY),
  ];
  return output(shape.length === 1 ? [...shape, 1] : shape);
}
