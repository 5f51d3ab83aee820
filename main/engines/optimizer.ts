import type { CompleteOptimizer } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { CompiledWeight } from './compile.ts';
import type { NumericTensor, RateSchedule } from './engine.ts';
import { clipped } from './gradient-clipping.ts';
import { OPTIMIZER_RULES } from './optimizer-rules.ts';
import type { StateCell, StepNotes } from './state-cell.ts';
import { fromTensor } from './tensors.ts';
import { constrained } from './weight-rules.ts';

const ITERATIONS = 'iterations';
/** The slot of the sum of gradients that wait for an update. */
const ACCUMULATED = 'accumulated';
/** The slot of a weight's moving average. */
const AVERAGE = 'average';

/** Names among the numbers of a step. */
const NUMBER = {
  /** The factor that decoupled weight decay leaves of a weight. */
  kept: 'kept',
  /** 1 where the step changes the weights, 0 where it only collects gradients. */
  updates: 'updates',
  /** How much of the moving average stays. */
  remembered: 'remembered',
  /** 1 where the weights take the values of their averages. */
  overwrites: 'overwrites',
} as const;

/** Updates weights and keeps what its rule needs from step to step. */
export class Optimizer {
  private readonly tf: Tf;
  private readonly settings: CompleteOptimizer;
  private readonly weights: ReadonlyMap<string, CompiledWeight>;
  private readonly factorOf: (name: string) => number;
  private readonly slots = new Map<string, Tensor>();
  private iterations = 0;
  private rateAt: RateSchedule;

  /**
   * @param tf the engine
   * @param settings all of them; those that the optimizer does not use are ignored
   * @param weights those that learn, by full name
   * @param factorOf the factor of the learning rate by a weight's full name
   */
  constructor(
    tf: Tf,
    settings: CompleteOptimizer,
    weights: ReadonlyMap<string, CompiledWeight>,
    factorOf: (name: string) => number = () => 1,
  ) {
    this.tf = tf;
    this.settings = settings;
    this.rateAt = () => settings.learning_rate;
    this.weights = weights;
    this.factorOf = factorOf;
    const rule = OPTIMIZER_RULES[settings.name];
    for (const [name, weight] of weights)
      for (const slot of slotNames(settings)) {
        const isOwn = slot !== ACCUMULATED && slot !== AVERAGE;
        const value = isOwn ? rule.initial(slot, settings) : 0;
        this.slots.set(`${name}/${slot}`, tf.keep(tf.fill([...weight.description.shape], value)));
      }
  }

  /** The slots by cell name. */
  get cells(): ReadonlyMap<string, StateCell> {
    return new Map(
      [...this.slots.keys()].map(key => [
        slotCell(key),
        { read: () => this.slot(key), write: value => this.setSlot(key, this.tf.clone(value)) },
      ]),
    );
  }

  /** Steps that change the weights so far: fewer than batches where gradients are accumulated. */
  private updatesDone(batches: number): number {
    return Math.floor(batches / (this.settings.gradient_accumulation_steps ?? 1));
  }

  /** Steps that have changed the weights. */
  get updates(): number {
    return this.updatesDone(this.iterations);
  }

  /** The learning rate of the next step. */
  get rate(): number {
    return this.rateAt(this.updates);
  }

  /**
   * The numbers of a step to come, by name; those of a layer with a rate of its own have its factor in front.
   *
   * @param ahead 0 for the next step, 1 for the one after it
   */
  numbers(ahead = 0): ReadonlyMap<string, number> {
    const { settings } = this;
    const batch = this.iterations + ahead;
    const done = this.updatesDone(batch);
    const rate = this.rateAt(done);
    const numbers = new Map<string, number>();
    for (const factor of new Set([...this.weights.keys()].map(this.factorOf))) {
      const own = OPTIMIZER_RULES[settings.name].numbers(settings, rate * factor, done + 1);
      for (const [name, value] of Object.entries(own)) numbers.set(prefixed(factor, name), value);
      if (settings.weight_decay > 0)
        numbers.set(prefixed(factor, NUMBER.kept), 1 - settings.weight_decay * rate * factor);
    }
    const steps = settings.gradient_accumulation_steps;
    if (steps !== null) numbers.set(NUMBER.updates, (batch + 1) % steps === 0 ? 1 : 0);
    if (settings.use_ema) {
      numbers.set(NUMBER.remembered, done === 0 ? 0 : settings.ema_momentum);
      const often = settings.ema_overwrite_frequency;
      if (often !== null) numbers.set(NUMBER.overwrites, (done + 1) % often === 0 ? 1 : 0);
    }
    return numbers;
  }

  /** Sets the learning rates of the steps to come. */
  setRates(rateAt: RateSchedule): void {
    this.rateAt = rateAt;
  }

  /** Counts steps that were made. */
  advance(steps: number): void {
    this.iterations += steps;
  }

  /**
   * Changes the weights by one step: clipping and weight decay before, moving averages and constraints after it, as in Keras;
   * {@link Optimizer.advance} counts it.
   *
   * @param gradients by full name; a weight without one stays as it is
   * @param numbers those of {@link Optimizer.numbers} as scalars
   * @param notes is told of updates that are the rule's alone
   */
  apply(
    gradients: ReadonlyMap<string, Tensor>,
    numbers: ReadonlyMap<string, Tensor>,
    notes: StepNotes | null = null,
  ): void {
    const { tf, settings } = this;
    const steps = settings.gradient_accumulation_steps;
    tf.tidy(() => {
      const sums = steps === null ? null : this.accumulated(gradients);
      const means =
        sums === null || steps === null
          ? gradients
          : new Map([...sums].map(([name, sum]) => [name, tf.div(sum, steps)]));
      for (const [name, gradient] of clipped(tf, means, settings)) {
        const weight = this.weights.get(name);
        if (weight) tf.tidy(() => this.update(name, weight, gradient, numbers, notes));
      }
      const updates = numbers.get(NUMBER.updates);
      if (!sums || !updates) return;
      for (const [name, sum] of sums)
        this.setSlot(`${name}/${ACCUMULATED}`, this.chosen(updates, tf.zerosLike(sum), sum));
    });
  }

  private accumulated(gradients: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
    return new Map(
      [...gradients]
        .filter(([name]) => this.weights.has(name))
        .map(([name, gradient]) => [name, this.tf.add(gradient, this.slot(`${name}/${ACCUMULATED}`))]),
    );
  }

  private update(
    name: string,
    { variable, description }: CompiledWeight,
    gradient: Tensor,
    given: ReadonlyMap<string, Tensor>,
    notes: StepNotes | null,
  ): void {
    const { tf, settings } = this;
    const rule = OPTIMIZER_RULES[settings.name];
    const names = rule.slots(settings).map(slot => `${name}/${slot}`);
    const slots = names.map(key => this.slot(key));
    const numbers = numbersOf(given, this.factorOf(name));
    const before = variable.read();
    const kept = numbers.get(NUMBER.kept);
    const weight = kept ? tf.mul(before, kept) : before;
    const { constraint } = description;
    const updates = given.get(NUMBER.updates);
    if (!kept && !constraint && !updates && !settings.use_ema)
      notes?.update({
        rule: settings.name,
        weight: weightCell(name),
        slots: names.map(slotCell),
        gradient,
        numbers,
        settings,
      });
    const updated = rule.update(tf, { weight, gradient, slots, settings, numbers });
    for (const [i, value] of updated.slots.entries()) {
      const key = names[i] ?? '';
      this.setSlot(key, updates ? this.chosen(updates, value, this.slot(key)) : value);
    }
    const changed = updates ? this.chosen(updates, updated.weight, before) : updated.weight;
    const averaged = settings.use_ema ? this.averaged(name, changed, given) : changed;
    variable.write(constraint ? constrained(tf, constraint, averaged) : averaged);
  }

  /** Moves the average of a weight; answers the weight, or its average where that takes its place. */
  private averaged(name: string, weight: Tensor, numbers: ReadonlyMap<string, Tensor>): Tensor {
    const { tf } = this;
    const key = `${name}/${AVERAGE}`;
    const share = numbers.get(NUMBER.remembered);
    if (!share) throw new Error('An optimizer was called without the share of its moving averages.');
    const average = tf.add(tf.mul(share, this.slot(key)), tf.mul(tf.sub(1, share), weight));
    this.setSlot(key, average);
    const overwrites = numbers.get(NUMBER.overwrites);
    return overwrites ? this.chosen(overwrites, average, weight) : weight;
  }

  /** One of two tensors by a flag; unlike a blend it keeps no trace of the other one's infinities. */
  private chosen(flag: Tensor, yes: Tensor, no: Tensor): Tensor {
    const { tf } = this;
    return tf.where(tf.broadcastTo(tf.greater(flag, 0.5), yes.shape), yes, no);
  }

  private slot(key: string): Tensor {
    const slot = this.slots.get(key);
    if (!slot) throw new Error(`The optimizer has no slot ${key}.`);
    return slot;
  }

  private setSlot(key: string, value: Tensor): void {
    const before = this.slots.get(key);
    if (before !== value) before?.dispose();
    this.slots.set(key, this.tf.keep(value));
  }

  /** The moving averages of the weights that the training gives in the end; null where the weights themselves are given. */
  averages(): ReadonlyMap<string, NumericTensor> | null {
    const { use_ema, ema_overwrite_frequency } = this.settings;
    if (!use_ema || ema_overwrite_frequency !== null || this.iterations === 0) return null;
    return new Map([...this.weights.keys()].map(name => [name, fromTensor(this.slot(`${name}/${AVERAGE}`))]));
  }

  /** Slots by `LAYER/WEIGHT/SLOT`, and the number of steps done. */
  getState(): ReadonlyMap<string, NumericTensor> {
    const state = new Map([...this.slots].map(([name, slot]) => [name, fromTensor(slot)]));
    return state.set(ITERATIONS, { shape: [1], data: Int32Array.of(this.iterations) });
  }

  /** Takes back a state; slots that it lacks keep their values. */
  setState(state: ReadonlyMap<string, NumericTensor>): void {
    this.iterations = state.get(ITERATIONS)?.data[0] ?? this.iterations;
    for (const [name, slot] of this.slots) {
      const saved = state.get(name);
      if (saved) this.setSlot(name, this.tf.tensor(saved.data, slot.shape, 'float32'));
    }
  }

  /** Frees the slots. */
  dispose(): void {
    this.tf.dispose([...this.slots.values()]);
    this.slots.clear();
  }
}

/** The slots that an optimizer keeps per weight: those of its rule, and those of accumulation and averages. */
export function slotNames(settings: CompleteOptimizer): readonly string[] {
  return [
    ...OPTIMIZER_RULES[settings.name].slots(settings),
    ...(settings.gradient_accumulation_steps === null ? [] : [ACCUMULATED]),
    ...(settings.use_ema ? [AVERAGE] : []),
  ];
}

function prefixed(factor: number, name: string): string {
  return factor === 1 ? name : `${factor}/${name}`;
}

/** The numbers of weights with a factor, without it in their names. */
function numbersOf(numbers: ReadonlyMap<string, Tensor>, factor: number): ReadonlyMap<string, Tensor> {
  if (factor === 1) return numbers;
  const prefix = `${factor}/`;
  return new Map(
    [...numbers].flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

/** The cell of a weight, by its full name. */
export function weightCell(name: string): string {
  return `weight:${name}`;
}

function slotCell(key: string): string {
  return `slot:${key}`;
}
