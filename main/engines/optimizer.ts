import type { CompleteOptimizer } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { CompiledWeight } from './compile.ts';
import type { NumericTensor, RateSchedule } from './engine.ts';
import { OPTIMIZER_RULES } from './optimizer-rules.ts';
import type { StateCell, StepNotes } from './state-cell.ts';
import { fromTensor } from './tensors.ts';
import { constrained } from './weight-rules.ts';

const ITERATIONS = 'iterations';
/** The factor that decoupled weight decay leaves of a weight, among the numbers of a step. */
const KEPT = 'kept';

/** Updates weights and keeps what its rule needs from step to step. */
export class Optimizer {
  private readonly tf: Tf;
  private readonly settings: CompleteOptimizer;
  private readonly weights: ReadonlyMap<string, CompiledWeight>;
  private readonly slots = new Map<string, Tensor>();
  private iterations = 0;
  private rateAt: RateSchedule;

  /**
   * @param tf the engine
   * @param settings all of them; those that the optimizer does not use are ignored
   * @param weights those that learn, by full name
   */
  constructor(tf: Tf, settings: CompleteOptimizer, weights: ReadonlyMap<string, CompiledWeight>) {
    this.tf = tf;
    this.settings = settings;
    this.rateAt = () => settings.learning_rate;
    this.weights = weights;
    const rule = OPTIMIZER_RULES[settings.name];
    for (const [name, weight] of weights)
      for (const slot of rule.slots(settings)) {
        const value = rule.initial(slot, settings);
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

  /**
   * The numbers of a step to come, by name.
   *
   * @param ahead 0 for the next step, 1 for the one after it
   */
  numbers(ahead = 0): ReadonlyMap<string, number> {
    const { settings } = this;
    const done = this.iterations + ahead;
    const rate = this.rateAt(done);
    const numbers = OPTIMIZER_RULES[settings.name].numbers(settings, rate, done + 1);
    const kept = settings.weight_decay > 0 ? { [KEPT]: 1 - settings.weight_decay * rate } : {};
    return new Map(Object.entries({ ...numbers, ...kept }));
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
   * Changes the weights by one step, weight decay before and constraints after it, as in Keras; {@link Optimizer.advance} counts it.
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
    for (const [name, gradient] of gradients) {
      const weight = this.weights.get(name);
      if (weight) this.tf.tidy(() => this.update(name, weight, gradient, numbers, notes));
    }
  }

  private update(
    name: string,
    { variable, description }: CompiledWeight,
    gradient: Tensor,
    numbers: ReadonlyMap<string, Tensor>,
    notes: StepNotes | null,
  ): void {
    const { tf, settings } = this;
    const rule = OPTIMIZER_RULES[settings.name];
    const names = rule.slots(settings).map(slot => `${name}/${slot}`);
    const slots = names.map(key => this.slot(key));
    const before = variable.read();
    const kept = numbers.get(KEPT);
    const weight = kept ? tf.mul(before, kept) : before;
    const { constraint } = description;
    if (!kept && !constraint)
      notes?.update({
        rule: settings.name,
        weight: weightCell(name),
        slots: names.map(slotCell),
        gradient,
        numbers,
        settings,
      });
    const updated = rule.update(tf, { weight, gradient, slots, settings, numbers });
    for (const [i, slot] of updated.slots.entries()) this.setSlot(names[i] ?? '', slot);
    variable.write(constraint ? constrained(tf, constraint, updated.weight) : updated.weight);
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

/** The cell of a weight, by its full name. */
export function weightCell(name: string): string {
  return `weight:${name}`;
}

function slotCell(key: string): string {
  return `slot:${key}`;
}
