import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type split from './split.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof split>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const axis = p.axis < 0 ? p.axis + x.rank : p.axis;
  const extent = x.shape[axis] ?? 0;
  const size = Math.ceil(extent / p.count);
  const equal = Array.from({ length: p.count }, (_, i) => Math.max(0, Math.min(size, extent - i * size)));
  let start = 0;
  return (p.sizes ?? equal).map(count => {
    const begin = x.shape.map((_, at) => (at === axis ? start : 0));
    start += count;
    return tf.slice(x, begin, x.shape.with(axis, count));
  });
};
