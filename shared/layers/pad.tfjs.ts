import { inputAt, wholeNumbersOf } from './arithmetic/engine-dtype.ts';
import type { ParametersOf } from './contract.ts';
import type pad from './pad.ts';
import type { Forward } from './tfjs-contract.ts';

/** Which element stands at a position before or behind an axis. */
const PLACES = {
  reflect: (at: number, extent: number) => {
    if (extent === 1) return 0;
    const period = 2 * (extent - 1);
    const folded = ((at % period) + period) % period;
    return folded < extent ? folded : period - folded;
  },
  edge: (at: number, extent: number) => Math.min(extent - 1, Math.max(0, at)),
  wrap: (at: number, extent: number) => ((at % extent) + extent) % extent,
};

/** Own computation: borders by the positions of their elements, which has a gradient. */
export const forward: Forward<ParametersOf<typeof pad>> = (tf, { parameters: p, inputs }) => {
  let x = inputAt(inputs, 0);
  const { rank } = x;
  const pads = inputs[1] ? wholeNumbersOf(inputs[1]) : p.pads;
  if (p.mode === 'constant') {
    const amounts = x.shape.map((_, axis): [number, number] => [pads[axis] ?? 0, pads[rank + axis] ?? 0]);
    const begin = amounts.map(([before]) => Math.max(0, -before));
    const size = x.shape.map((extent, axis) => {
      const [before, after] = amounts[axis] ?? [0, 0];
      return extent + Math.min(0, before) + Math.min(0, after);
    });
    const cut = tf.slice(x, begin, size);
    return [
      tf.pad(
        cut,
        amounts.map(([before, after]): [number, number] => [Math.max(0, before), Math.max(0, after)]),
        p.value,
      ),
    ];
  }
  for (let axis = 0; axis < rank; axis++) {
    const [before, after] = [pads[axis] ?? 0, pads[rank + axis] ?? 0];
    if (before === 0 && after === 0) continue;
    const extent = x.shape[axis] ?? 1;
    const place = PLACES[p.mode];
    const places = Array.from({ length: extent + before + after }, (_, i) => place(i - before, extent));
    x = tf.gather(x, tf.tensor1d(places, 'int32'), axis);
  }
  return [x];
};
