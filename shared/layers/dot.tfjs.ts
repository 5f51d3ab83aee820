import { contract } from './arithmetic/contraction.tfjs.ts';
import { dotAxes, dotContraction } from './arithmetic/dot.ts';
import { unitLength } from './arithmetic/unit-length.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type dot from './dot.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: tfjs's stock layer takes ranks up to 3 alone. */
export const forward: Forward<ParametersOf<typeof dot>> = (tf, { parameters: p, inputs: [x, y] }) => {
  if (!x || !y) throw new Error('Dot was called without its two inputs.');
  const [ofX, ofY] = dotAxes(p.axes, x.shape, y.shape);
  const [left, right] = p.normalize
    ? [unitLength(tf, x, [ofX], 1e-7), unitLength(tf, y, [ofY], 1e-7)]
    : [x, y];
  const product = contract(tf, dotContraction(p.axes, x.shape, y.shape), left, right);
  return [product.rank === 1 ? tf.expandDims(product, 1) : product];
};
