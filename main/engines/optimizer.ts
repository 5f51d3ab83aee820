import type { CompleteOptimizer } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { CompiledWeight } from './compile.ts';
import type { NumericTensor } from './engine.ts';
import { OPTIMIZER_RULES } from './optimizer-rules.ts';
import { fromTensor } from './tensors.ts';
import { constrained } from './weight-rules.ts';

const ITERATIONS = 'iterations';

/** Updates weights and keeps what its rule needs from step to step. */
export class Optimizer {
  private readonly tf: Tf;
  private readonly settings: CompleteOptimizer;
  private readonly weights: ReadonlyMap<string, CompiledWeight>;
  private readonly slots = new Map<string, Tensor>();
  private iterations = 0;

  /**
   * @param tf the engine
   * @param settings all of them; those that the optimizer does not use are ignored
   * @param weights those that learn, by full name
   */
  constructor(tf: Tf, settings: CompleteOptimizer, weights: ReadonlyMap<string, CompiledWeight>) {
    this.tf = tf;
    this.settings = settings;
    this.weights = weights;
    const rule = OPTIMIZER_RULES[settings.name];
    for (const [name, weight] of weights)
      for (const slot of rule.slots(settings)) {
        const value = rule.initial(slot, settings);
        this.slots.set(`${name}/${slot}`, tf.keep(tf.fill([...weight.description.shape], value)));
      }
  }

  /**
   * One step, weight decay before and constraints after it, as in Keras.
   *
   * @param gradients by full name; a weight without one stays as it is
   */
  apply(gradients: ReadonlyMap<string, Tensor>): void {
    this.iterations += 1;
    for (const [name, gradient] of gradients) {
      const weight = this.weights.get(name);
      if (weight) this.tf.tidy(() => this.update(name, weight, gradient));
    }
  }

  private update(name: string, { variable, description }: CompiledWeight, gradient: Tensor): void {
    const { tf, settings, iterations: iteration } = this;
    const rule = OPTIMIZER_RULES[settings.name];
    const names = rule.slots(settings).map(slot => `${name}/${slot}`);
    const slots = names.flatMap(key => this.slots.get(key) ?? []);
    const before = variable.read();
    const decay = settings.weight_decay * settings.learning_rate;
    const weight = decay > 0 ? tf.mul(before, 1 - decay) : before;
    const updated = rule.update(tf, { weight, gradient, slots, settings, iteration });
    for (const [i, slot] of updated.slots.entries()) this.setSlot(names[i] ?? '', slot);
    const { constraint } = description;
    variable.write(constraint ? constrained(tf, constraint, updated.weight) : updated.weight);
  }

  private setSlot(key: string, value: Tensor): void {
    this.slots.get(key)?.dispose();
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
