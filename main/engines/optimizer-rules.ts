import type { OptimizerSettings } from '../../shared/document/schema.ts';
import type { CompleteOptimizer } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';

/** What an update receives. */
export interface UpdateContext {
  readonly weight: Tensor;
  readonly gradient: Tensor;
  /** In the order of the rule's slots. */
  readonly slots: readonly Tensor[];
  readonly settings: CompleteOptimizer;
  /** Number of this step, from 1. */
  readonly iteration: number;
}

/** The new weight and slots. */
export interface Update {
  readonly weight: Tensor;
  readonly slots: readonly Tensor[];
}

/** How an optimizer updates one weight. */
export interface OptimizerRule {
  /** The slots it keeps per weight. */
  slots(settings: CompleteOptimizer): readonly string[];
  /** What a slot begins with. */
  initial(slot: string, settings: CompleteOptimizer): number;
  update(tf: Tf, context: UpdateContext): Update;
}

const zero = () => 0;
const blend = (tf: Tf, share: number, before: Tensor, after: Tensor) =>
  tf.add(tf.mul(share, before), tf.mul(1 - share, after));

const adam: OptimizerRule = {
  slots: () => ['momentum', 'velocity'],
  initial: zero,
  update(tf, { weight, gradient, slots: [m, v], settings: s, iteration }) {
    const { beta_1, beta_2, epsilon, learning_rate } = s;
    const rate = (learning_rate * Math.sqrt(1 - beta_2 ** iteration)) / (1 - beta_1 ** iteration);
    const momentum = blend(tf, beta_1, known(m), gradient);
    const velocity = blend(tf, beta_2, known(v), tf.square(gradient));
    const change = tf.div(tf.mul(momentum, rate), tf.add(tf.sqrt(velocity), epsilon));
    return { weight: tf.sub(weight, change), slots: [momentum, velocity] };
  },
};

/**
 * The update rules of Keras 3 (keras/src/optimizers). tfjs's own differ from them: epsilon inside or outside the root,
 * the accumulator's beginning, Nesterov's form; AdamW is missing there. Decoupled weight decay is applied before the rule.
 */
export const OPTIMIZER_RULES: Readonly<Record<OptimizerSettings['name'], OptimizerRule>> = {
  sgd: {
    slots: ({ momentum }) => (momentum > 0 ? ['momentum'] : []),
    initial: zero,
    update(tf, { weight, gradient, slots: [m], settings: { learning_rate, momentum, nesterov } }) {
      const step = tf.mul(gradient, learning_rate);
      if (!m) return { weight: tf.sub(weight, step), slots: [] };
      const velocity = tf.sub(tf.mul(m, momentum), step);
      const change = nesterov ? tf.sub(tf.mul(velocity, momentum), step) : velocity;
      return { weight: tf.add(weight, change), slots: [velocity] };
    },
  },
  adagrad: {
    slots: () => ['accumulator'],
    initial: (_, { initial_accumulator_value }) => initial_accumulator_value,
    update(tf, { weight, gradient, slots: [a], settings: { learning_rate, epsilon } }) {
      const accumulator = tf.add(known(a), tf.square(gradient));
      const change = tf.div(tf.mul(gradient, learning_rate), tf.sqrt(tf.add(accumulator, epsilon)));
      return { weight: tf.sub(weight, change), slots: [accumulator] };
    },
  },
  adadelta: {
    slots: () => ['accumulated_grad', 'accumulated_delta_var'],
    initial: zero,
    update(tf, { weight, gradient, slots: [g, d], settings: { learning_rate, rho, epsilon } }) {
      const root = (x: Tensor) => tf.sqrt(tf.add(x, epsilon));
      const gradients = blend(tf, rho, known(g), tf.square(gradient));
      const delta = tf.neg(tf.div(tf.mul(root(known(d)), gradient), root(gradients)));
      const deltas = blend(tf, rho, known(d), tf.square(delta));
      return { weight: tf.add(weight, tf.mul(learning_rate, delta)), slots: [gradients, deltas] };
    },
  },
  rmsprop: {
    slots: ({ momentum }) => (momentum > 0 ? ['velocity', 'momentum'] : ['velocity']),
    initial: zero,
    update(tf, { weight, gradient, slots: [v, m], settings: { learning_rate, rho, momentum, epsilon } }) {
      const velocity = blend(tf, rho, known(v), tf.square(gradient));
      const step = tf.div(tf.mul(gradient, learning_rate), tf.sqrt(tf.add(velocity, epsilon)));
      if (!m) return { weight: tf.sub(weight, step), slots: [velocity] };
      const carried = tf.add(tf.mul(m, momentum), step);
      return { weight: tf.sub(weight, carried), slots: [velocity, carried] };
    },
  },
  adam,
  adamw: adam,
  adamax: {
    slots: () => ['m', 'u'],
    initial: zero,
    update(tf, { weight, gradient, slots: [m, u], settings: s, iteration }) {
      const { beta_1, beta_2, epsilon, learning_rate } = s;
      const mean = blend(tf, beta_1, known(m), gradient);
      const largest = tf.maximum(tf.mul(known(u), beta_2), tf.abs(gradient));
      const rate = learning_rate / (1 - beta_1 ** iteration);
      const change = tf.div(tf.mul(mean, rate), tf.add(largest, epsilon));
      return { weight: tf.sub(weight, change), slots: [mean, largest] };
    },
  },
};

function known(slot: Tensor | undefined): Tensor {
  if (!slot) throw new Error('An optimizer was called without its slots.');
  return slot;
}
