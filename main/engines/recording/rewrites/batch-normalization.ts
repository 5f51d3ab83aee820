import type { NativeOperations, Tensor, Tf } from '../../../../shared/layers/tfjs-contract.ts';
import { ATTRIBUTE, DT, execute, type NativeBackend } from '../native-backend.ts';

/** oneDNN gives each thread some samples of the batch: with all rows in one sample a single thread would work. */
const MOST_STACKS = 64;

/** The largest number of equal parts, of up to {@link MOST_STACKS}, that the rows can be divided into. */
function stacksOf(rows: number): number {
  for (let stacks = Math.min(MOST_STACKS, rows); stacks > 1; stacks--) if (rows % stacks === 0) return stacks;
  return 1;
}

/**
 * Batch normalization by the statistics of the batch, and its gradient, as TensorFlow's two fused operations
 * (tensorflow/core/ops/nn_ops.cc, FusedBatchNormV3). They give the variance with Bessel's correction, which is taken out again.
 *
 * @param tf the library
 * @param backend its backend
 */
export function fusedBatchNormalization(
  tf: Tf,
  backend: NativeBackend,
): NonNullable<NativeOperations['normalizeBatch']> {
  return (table, gamma, beta, epsilon) => {
    const attributes = [
      { name: 'T', type: ATTRIBUTE.type, value: DT.float },
      { name: 'U', type: ATTRIBUTE.type, value: DT.float },
      { name: 'epsilon', type: ATTRIBUTE.float, value: epsilon },
      { name: 'data_format', type: ATTRIBUTE.string, value: 'NHWC' },
      { name: 'is_training', type: ATTRIBUTE.bool, value: true },
    ];
    const [rows = 1, columns = 1] = table.shape;
    const stacks = stacksOf(rows);
    const stacked = (x: Tensor) => tf.reshape(x, [stacks, 1, rows / stacks, columns]);
    let statistics = { mean: beta, variance: gamma };
    const run = tf.customGrad((...given) => {
      const [x, scale, offset] = given as Tensor[];
      const save = given.at(-1) as unknown as (tensors: Tensor[]) => void;
      if (!x || !scale || !offset) throw new Error('Batch normalization was called without its tensors.');
      const positions = stacked(x);
      const none = tf.tensor1d([]);
      const factor = { name: 'exponential_avg_factor', type: ATTRIBUTE.float, value: 1 };
      const [y, mean, corrected, ...reserved] = execute(
        backend,
        'FusedBatchNormV3',
        [...attributes, factor],
        [positions, scale, offset, none, none],
        6,
      );
      if (!y || !mean || !corrected) throw new Error('TensorFlow did not normalize a batch.');
      const variance = tf.mul(corrected, Math.max(1, rows - 1) / rows);
      statistics = { mean: tf.keep(mean), variance: tf.keep(variance) };
      save([positions, scale, ...reserved]);
      return {
        value: tf.reshape(y, table.shape),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const back = stacked(dy);
          const [dx, ...rest] = execute(backend, 'FusedBatchNormGradV3', attributes, [back, ...saved], 5);
          if (!dx) throw new Error('TensorFlow gave no gradient of batch normalization.');
          return [tf.reshape(dx, table.shape), ...rest.slice(0, 2)];
        },
      };
    });
    const normalized = run(table, gamma, beta);
    return { normalized, ...statistics };
  };
}
