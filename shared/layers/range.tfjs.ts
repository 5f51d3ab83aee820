import { inputAt } from './arithmetic/engine-dtype.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward = (tf, { inputs }) => {
  const [start = 0, limit = 0, delta = 1] = [0, 1, 2].map(port =>
    Number(inputAt(inputs, port).dataSync()[0]),
  );
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  const values = Array.from({ length: count }, (_, i) => start + i * delta);
  return [tf.tensor1d(values, inputAt(inputs, 0).dtype === 'int32' ? 'int32' : 'float32')];
};
