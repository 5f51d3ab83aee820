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

/** A power as Keras takes it, in float32. */
const power = (beta: number, iteration: number) => Math.fround(Math.fround(beta) ** iteration);
const zero = () => 0;
const rateAlone: OptimizerRule['numbers'] = (_, rate) => ({ rate });
const blend = (tf: Tf, share: number, before: Tensor, after: Tensor) =>
  tf.add(tf.mul(share, before), tf.mul(1 - share, after));

const adam: OptimizerRule = {
  slots: ({ amsgrad }) => (amsgrad ? ['momentum', 'velocity', 'velocity_hat'] : ['momentum', 'velocity']),
  initial: zero,
  numbers: ({ beta_1, beta_2 }, rate, iteration) => ({
    rate: (rate * Math.sqrt(1 - power(beta_2, iteration))) / (1 - power(beta_1, iteration)),
  }),
  update(tf, { weight, gradient, slots: [m, v, h], settings: { beta_1, beta_2, epsilon }, numbers }) {
    const momentum = blend(tf, beta_1, known(m), gradient);
    const velocity = blend(tf, beta_2, known(v), tf.square(gradient));
    const largest = h && tf.maximum(h, velocity);
    const root = tf.sqrt(largest ?? velocity);
    const change = tf.div(tf.mul(momentum, rateOf(numbers)), tf.add(root, epsilon));
    const slots = largest ? [momentum, velocity, largest] : [momentum, velocity];
    return { weight: tf.sub(weight, change), slots };
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
    slots: ({ momentum, centered }) => [
      'velocity',
      ...(momentum > 0 ? ['momentum'] : []),
      ...(centered ? ['average_gradient'] : []),
    ],
    initial: zero,
    numbers: rateAlone,
    update(tf, { weight, gradient, slots: [v, ...others], settings, numbers }) {
      const { rho, momentum, epsilon, centered } = settings;
      const velocity = blend(tf, rho, known(v), tf.square(gradient));
      const average = centered ? blend(tf, rho, known(others.at(-1)), gradient) : null;
      const spread = average ? tf.sub(velocity, tf.square(average)) : velocity;
      const step = tf.div(tf.mul(gradient, rateOf(numbers)), tf.sqrt(tf.add(spread, epsilon)));
      const carried = momentum > 0 ? tf.add(tf.mul(known(others[0]), momentum), step) : null;
      const slots = [velocity, carried, average].filter(slot => slot !== null);
      return { weight: tf.sub(weight, carried ?? step), slots };
    },
  },
  adam,
  adamw: adam,
  adamax: {
    slots: () => ['m', 'u'],
    initial: zero,
    numbers: ({ beta_1 }, rate, iteration) => ({ rate: rate / (1 - power(beta_1, iteration)) }),
    update(tf, { weight, gradient, slots: [m, u], settings: { beta_1, beta_2, epsilon }, numbers }) {
      const mean = blend(tf, beta_1, known(m), gradient);
      const largest = tf.maximum(tf.mul(known(u), beta_2), tf.abs(gradient));
      const change = tf.div(tf.mul(mean, rateOf(numbers)), tf.add(largest, epsilon));
      return { weight: tf.sub(weight, change), slots: [mean, largest] };
    },
  },
  nadam: {
    slots: () => ['momentum', 'velocity'],
    initial: zero,
    numbers: ({ beta_1, beta_2 }, rate, iteration) => ({
      rate,
      carried: nesterovShare(beta_1, iteration + 1) / (1 - nesterovProduct(beta_1, iteration + 1)),
      fresh: (1 - nesterovShare(beta_1, iteration)) / (1 - nesterovProduct(beta_1, iteration)),
      spread: 1 / (1 - power(beta_2, iteration)),
    }),
    update(tf, { weight, gradient, slots: [m, v], settings: { beta_1, beta_2, epsilon }, numbers }) {
      const momentum = blend(tf, beta_1, known(m), gradient);
      const velocity = blend(tf, beta_2, known(v), tf.square(gradient));
      const ahead = tf.add(
        tf.mul(momentum, numberOf(numbers, 'carried')),
        tf.mul(gradient, numberOf(numbers, 'fresh')),
      );
      const root = tf.sqrt(tf.mul(velocity, numberOf(numbers, 'spread')));
      const change = tf.div(tf.mul(ahead, rateOf(numbers)), tf.add(root, epsilon));
      return { weight: tf.sub(weight, change), slots: [momentum, velocity] };
    },
  },
  ftrl: {
    slots: () => ['accumulator', 'linear'],
    initial: (slot, { initial_accumulator_value }) =>
      slot === 'accumulator' ? initial_accumulator_value : 0,
    numbers: ({ l2_regularization_strength, beta }, given) => {
      // A rate of 0, with which a warm-up begins, would divide by 0.
      const rate = Math.max(given, 1e-12);
      return { rate, l2: 2 * l2_regularization_strength + beta / rate };
    },
    update(tf, { weight, gradient, slots: [a, l], settings, numbers }) {
      const { learning_rate_power, l1_regularization_strength: l1 } = settings;
      const { l2_shrinkage_regularization_strength: shrinkage } = settings;
      const rate = rateOf(numbers);
      const raised = (x: Tensor) => tf.pow(x, -learning_rate_power);
      const used = shrinkage > 0 ? tf.add(gradient, tf.mul(2 * shrinkage, weight)) : gradient;
      const accumulator = tf.add(known(a), tf.square(gradient));
      const grown = tf.div(tf.sub(raised(accumulator), raised(known(a))), rate);
      const linear = tf.add(known(l), tf.sub(used, tf.mul(grown, weight)));
      const quadratic = tf.add(tf.div(raised(accumulator), rate), numberOf(numbers, 'l2'));
      const clipped = tf.clipByValue(linear, -l1, l1);
      return { weight: tf.div(tf.sub(clipped, linear), quadratic), slots: [accumulator, linear] };
    },
  },
  lion: {
    slots: () => ['momentum'],
    initial: zero,
    numbers: rateAlone,
    update(tf, { weight, gradient, slots: [m], settings: { beta_1, beta_2 }, numbers }) {
      const direction = tf.sign(blend(tf, beta_1, known(m), gradient));
      const momentum = blend(tf, beta_2, known(m), gradient);
      return { weight: tf.sub(weight, tf.mul(rateOf(numbers), direction)), slots: [momentum] };
    },
  },
  lamb: {
    slots: () => ['momentum', 'velocity'],
    initial: zero,
    numbers: ({ beta_1, beta_2 }, rate, iteration) => ({
      rate,
      mean: 1 / (1 - power(beta_1, iteration)),
      spread: 1 / (1 - power(beta_2, iteration)),
    }),
    update(tf, { weight, gradient, slots: [m, v], settings: { beta_1, beta_2, epsilon }, numbers }) {
      const momentum = blend(tf, beta_1, known(m), gradient);
      const velocity = blend(tf, beta_2, known(v), tf.square(gradient));
      const root = tf.sqrt(tf.mul(velocity, numberOf(numbers, 'spread')));
      const update = tf.div(tf.mul(momentum, numberOf(numbers, 'mean')), tf.add(root, epsilon));
      const [own, change] = [tf.norm(weight), tf.norm(update)];
      const both = tf.logicalAnd(tf.greater(own, 0), tf.greater(change, 0));
      const ratio = tf.where(both, tf.divNoNan(own, change), tf.onesLike(own));
      return {
        weight: tf.sub(weight, tf.mul(tf.mul(ratio, rateOf(numbers)), update)),
        slots: [momentum, velocity],
      };
    },
  },
};

/** How much of Nadam's next step is momentum (Dozat 2016). */
function nesterovShare(beta_1: number, iteration: number): number {
  return beta_1 * (1 - 0.5 * 0.96 ** iteration);
}

/** The products of {@link nesterovShare} up to each iteration, by beta_1: each is asked for once or twice, in order. */
const products = new Map<number, number[]>();

function nesterovProduct(beta_1: number, iteration: number): number {
  const known = products.get(beta_1) ?? [1];
  products.set(beta_1, known);
  // Behind some thousand factors below 1 nothing is left.
  const last = Math.min(iteration, MOST_FACTORS);
  for (let next = known.length; next <= last; next++)
    known.push((known[next - 1] ?? 1) * nesterovShare(beta_1, next));
  return iteration > MOST_FACTORS && beta_1 < 1 ? 0 : (known[last] ?? 0);
}

const MOST_FACTORS = 100_000;

function known(slot: Tensor | undefined): Tensor {
  if (!slot) throw new Error('An optimizer was called without its slots.');
  return slot;
}

function rateOf(numbers: ReadonlyMap<string, Tensor>): Tensor {
  return numberOf(numbers, 'rate');
}

function numberOf(numbers: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const number = numbers.get(name);
  if (!number) throw new Error(`An optimizer was called without its ${name}.`);
  return number;
}
