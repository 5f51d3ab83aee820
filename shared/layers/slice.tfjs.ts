import { inputAt, wholeNumbersOf } from './arithmetic/engine-dtype.ts';
import { sliceOf } from './arithmetic/slicing.ts';
import type { ParametersOf } from './contract.ts';
import type slice from './slice.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: a plain slice where the step is 1, else the elements by their positions. */
export const forward: Forward<ParametersOf<typeof slice>> = (tf, { parameters: p, inputs }) => {
  let x = inputAt(inputs, 0);
  const list = (port: number, given: readonly number[] | null) =>
    inputs[port] ? wholeNumbersOf(inputs[port]) : given;
  const starts = list(1, p.starts) ?? [];
  const ends = list(2, p.ends) ?? [];
  const axes = list(3, p.axes);
  const steps = list(4, p.steps);
  for (const [i, from] of starts.entries()) {
    const given = axes?.[i] ?? i;
    const axis = given < 0 ? given + x.rank : given;
    const extent = x.shape[axis] ?? 0;
    const { start, step, count } = sliceOf(extent, from, ends[i] ?? 0, steps?.[i] ?? 1);
    if (count === extent && step === 1) continue;
    if (step === 1)
      x = tf.slice(
        x,
        x.shape.map((_, at) => (at === axis ? start : 0)),
        x.shape.with(axis, count),
      );
    else {
      const positions = Array.from({ length: count }, (_, at) => start + at * step);
      x = tf.gather(x, tf.tensor1d(positions, 'int32'), axis);
    }
  }
  return [x];
};
