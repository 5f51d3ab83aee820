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
  /** The rule's numbers of this step as scalars, by name. */
  readonly numbers: ReadonlyMap<string, Tensor>;
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
  /**
   * All numbers that may differ from step to step, the learning rate among them: `update` takes them as tensors, so that a
   * recorded step can be fed with them.
   *
   * @param rate the learning rate of the step
   * @param iteration number of the step, from 1
   */
  numbers(settings: CompleteOptimizer, rate: number, iteration: number): Readonly<Record<string, number>>;
  update(tf: Tf, context: UpdateContext): Update;
}

const zero = () => 0;
const rateAlone: OptimizerRule['numbers'] = (_, rate) => ({ rate });
const blend = (tf: Tf, share: number, before: Tensor, after: Tensor) =>
  tf.add(tf.mul(share, before), tf.mul(1 - share, after));

const adam: OptimizerRule = {
  slots: () => ['momentum', 'velocity'],
  initial: zero,
  numbers: ({ beta_1, beta_2 }, rate, iteration) => ({
    rate: (rate * Math.sqrt(1 - beta_2 ** iteration)) / (1 - beta_1 ** iteration),
  }),
  update(tf, { weight, gradient, slots: [m, v], settings: { beta_1, beta_2, epsilon }, numbers }) {
    const momentum = blend(tf, beta_1, known(m), gradient);
    const velocity = blend(tf, beta_2, known(v), tf.square(gradient));
    const change = tf.div(tf.mul(momentum, rateOf(numbers)), tf.add(tf.sqrt(velocity), epsilon));
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
    numbers: rateAlone,
    update(tf, { weight, gradient, slots: [m], settings: { momentum, nesterov }, numbers }) {
      const step = tf.mul(gradient, rateOf(numbers));
      if (!m) return { weight: tf.sub(weight, step), slots: [] };
      const velocity = tf.sub(tf.mul(m, momentum), step);
      const change = nesterov ? tf.sub(tf.mul(velocity, momentum), step) : velocity;
      return { weight: tf.add(weight, change), slots: [velocity] };
    },
  },
  adagrad: {
    slots: () => ['accumulator'],
    initial: (_, { initial_accumulator_value }) => initial_accumulator_value,
    numbers: rateAlone,
    update(tf, { weight, gradient, slots: [a], settings: { epsilon }, numbers }) {
      const accumulator = tf.add(known(a), tf.square(gradient));
      const change = tf.div(tf.mul(gradient, rateOf(numbers)), tf.sqrt(tf.add(accumulator, epsilon)));
      return { weight: tf.sub(weight, change), slots: [accumulator] };
    },
  },
  adadelta: {
    slots: () => ['accumulated_grad', 'accumulated_delta_var'],
    initial: zero,
    numbers: rateAlone,
    update(tf, { weight, gradient, slots: [g, d], settings: { rho, epsilon }, numbers }) {
      const root = (x: Tensor) => tf.sqrt(tf.add(x, epsilon));
      const gradients = blend(tf, rho, known(g), tf.square(gradient));
      const delta = tf.neg(tf.div(tf.mul(root(known(d)), gradient), root(gradients)));
      const deltas = blend(tf, rho, known(d), tf.square(delta));
      return { weight: tf.add(weight, tf.mul(rateOf(numbers), delta)), slots: [gradients, deltas] };
    },
  },
  rmsprop: {
    slots: ({ momentum }) => (momentum > 0 ? ['velocity', 'momentum'] : ['velocity']),
    initial: zero,
    numbers: rateAlone,
    update(tf, { weight, gradient, slots: [v, m], settings: { rho, momentum, epsilon }, numbers }) {
      const velocity = blend(tf, rho, known(v), tf.square(gradient));
      const step = tf.div(tf.mul(gradient, rateOf(numbers)), tf.sqrt(tf.add(velocity, epsilon)));
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
    numbers: ({ beta_1 }, rate, iteration) => ({ rate: rate / (1 - beta_1 ** iteration) }),
    update(tf, { weight, gradient, slots: [m, u], settings: { beta_1, beta_2, epsilon }, numbers }) {
      const mean = blend(tf, beta_1, known(m), gradient);
      const largest = tf.maximum(tf.mul(known(u), beta_2), tf.abs(gradient));
      const change = tf.div(tf.mul(mean, rateOf(numbers)), tf.add(largest, epsilon));
      return { weight: tf.sub(weight, change), slots: [mean, largest] };
    },
  },
};

function known(slot: Tensor | undefined): Tensor {
  if (!slot) throw new Error('An optimizer was called without its slots.');
  return slot;
}

function rateOf(numbers: ReadonlyMap<string, Tensor>): Tensor {
  const rate = numbers.get('rate');
  if (!rate) throw new Error('An optimizer was called without its learning rate.');
  return rate;
}
