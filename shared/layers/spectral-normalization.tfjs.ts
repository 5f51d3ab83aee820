import { openLayer } from './arithmetic/inner-layer.ts';
import type { LayerType, ParametersOf } from './contract.ts';
import { PLAIN_FORWARDS } from './plain-forwards.generated.ts';
import { PLAIN_LAYER_DECLARATIONS } from './plain-layers.generated.ts';
import type spectralNormalization from './spectral-normalization.ts';
import type { Forward, Tensor, Tf } from './tfjs-contract.ts';

const PREFIX = 'layer/';

/** x · min(1 / √Σx², 10⁷). Source: keras/src/utils/numerical_utils.py, normalize. */
function unit(tf: Tf, x: Tensor): Tensor {
  return tf.mul(x, tf.minimum(tf.rsqrt(tf.sum(tf.square(x))), 1e7));
}

/** The kernel by its largest singular value, and the vector that found it; both as they are where the kernel is all zeros. */
function normalized(tf: Tf, kernel: Tensor, vector: Tensor, iterations: number) {
  const matrix = tf.reshape(kernel, [-1, kernel.shape[kernel.rank - 1] ?? 1]);
  let u = vector;
  let v = vector;
  for (let i = 0; i < iterations; i += 1) {
    v = unit(tf, tf.matMul(u, matrix, false, true));
    u = unit(tf, tf.matMul(v, matrix));
  }
  const sigma = tf.reshape(tf.matMul(tf.matMul(v, matrix), u, false, true), []);
  const isZero = tf.logicalNot(tf.any(tf.notEqual(kernel, 0)));
  return {
    kernel: tf.divNoNan(kernel, sigma),
    vector: tf.where(tf.broadcastTo(tf.reshape(isZero, [1, 1]), vector.shape), vector, u),
  };
}

/** As Keras, the kernel itself becomes the normalized one; the gradient at that place goes to it unchanged. */
export const forward: Forward<ParametersOf<typeof spectralNormalization>> = (tf, context) => {
  const { parameters: p, weights, training, update } = context;
  const { parameters } = openLayer(PLAIN_LAYER_DECLARATIONS as readonly LayerType[], p.layer);
  const inner = PLAIN_FORWARDS.get(p.layer.type);
  if (!inner) throw new Error(`The layer type ${p.layer.type} has no forward computation.`);
  const own: Record<string, Tensor> = {};
  for (const [name, weight] of Object.entries(weights))
    if (name.startsWith(PREFIX)) own[name.slice(PREFIX.length)] = weight;
  const name = own.kernel ? 'kernel' : 'embeddings';
  const { [name]: kernel } = own;
  const { vector_u: vector } = weights;
  if (!kernel || !vector)
    throw new Error('SpectralNormalization was called without its kernel or its vector.');
  if (training) {
    const next = normalized(tf, kernel, vector, p.power_iterations);
    update('vector_u', next.vector);
    update(`${PREFIX}${name}`, next.kernel);
    const replace = tf.customGrad(() => ({
      value: tf.clone(next.kernel),
      gradFunc: (dy: Tensor) => dy,
    }));
    own[name] = replace(kernel);
  }
  return inner(tf, {
    ...context,
    parameters,
    weights: own,
    update: (weight, value) => update(`${PREFIX}${weight}`, value),
  });
};
