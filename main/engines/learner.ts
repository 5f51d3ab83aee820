import type * as tensorflow from '@tensorflow/tfjs';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { layerRate } from '../../shared/training/layer-rates.ts';
import type { CompiledModel, CompiledWeight } from './compile.ts';
import { EngineError, type LearningPlan } from './engine.ts';
import { lossOf } from './losses.ts';
import { Optimizer } from './optimizer.ts';
import type { Prediction } from './predictions.ts';
import { ScoreBoard, type ScoredBatch } from './scores.ts';
import type { StateCell, StepNotes, StepTensors } from './state-cell.ts';
import { penaltyOf } from './weight-rules.ts';

/** The learning side of a model: loss, gradients, optimizer, scores. */
export class Learner {
  readonly optimizer: Optimizer;
  readonly scores: ScoreBoard;
  private readonly tf: Tf;
  private readonly compiled: CompiledModel;
  private readonly plan: LearningPlan;
  private readonly learning: ReadonlyMap<string, CompiledWeight>;
  /** What the part of the network gives that training needs: the outputs before their activation, what bears a penalty, masks. */
  private readonly taps: tensorflow.SymbolicTensor[];
  private readonly part: tensorflow.LayersModel;

  constructor(tf: Tf, compiled: CompiledModel, plan: LearningPlan) {
    this.tf = tf;
    this.compiled = compiled;
    this.plan = plan;
    this.learning = new Map([...compiled.weights].filter(([, weight]) => weight.learns));
    const { layerRates = {} } = plan;
    this.optimizer = new Optimizer(tf, plan.optimizer, this.learning, name => layerRate(layerRates, name));
    this.scores = new ScoreBoard(
      tf,
      plan.outputs.map((settings, i) => ({
        settings,
        columns: compiled.outputs[i]?.tensor.shape.at(-1) ?? 1,
      })),
    );
    const ends = compiled.outputs.map(output => output.beforeActivation);
    const penalized = compiled.penalties.map(({ tensor }) => tensor);
    const masks = compiled.outputs.flatMap(({ mask }) => mask ?? []);
    this.taps = [...new Set([...ends, ...penalized, ...masks])];
    this.part = tf.model({ inputs: compiled.inputs.map(input => input.tensor), outputs: this.taps });
  }

  /** What lives from step to step beside the weights, by cell name. */
  get cells(): ReadonlyMap<string, StateCell> {
    return new Map([...this.optimizer.cells, ...this.scores.cells]);
  }

  /**
   * One step on a batch. What it has done is counted by {@link Learner.count}.
   *
   * @param step the numbers of the step
   * @param notes is told of the optimizer's updates
   */
  train(
    inputs: readonly Tensor[],
    targets: readonly Tensor[],
    step: StepTensors,
    notes: StepNotes | null = null,
  ): void {
    const { tf } = this;
    if (this.learning.size === 0)
      throw new EngineError(
        'engine.network',
        'No layer of the network has weights that learn. Unfreeze one.',
      );
    tf.tidy(() => {
      let sums: Tensor | null = null;
      const variables = [...this.learning.values()].map(
        weight => weight.variable.read() as tensorflow.Variable,
      );
      const { grads } = tf.variableGrads(() => {
        const { loss, scores } = this.evaluateOnce(inputs, targets, true);
        sums = tf.keep(scores);
        return loss as tensorflow.Scalar;
      }, variables);
      this.collect(sums);
      const names = [...this.learning.keys()];
      const gradients = new Map<string, Tensor>();
      for (const [i, variable] of variables.entries()) {
        const gradient = grads[variable.name];
        if (gradient) gradients.set(names[i] ?? '', gradient);
      }
      this.optimizer.apply(gradients, step.numbers, notes);
    });
  }

  /** Counts what was trained or evaluated: samples, and steps of the optimizer. */
  count(samples: number, steps: number): void {
    this.scores.count(samples);
    this.optimizer.advance(steps);
  }

  /** Adds a batch to the scores. */
  evaluate(inputs: readonly Tensor[], targets: readonly Tensor[]): void {
    this.tf.tidy(() => {
      const { scores } = this.evaluateOnce(inputs, targets, false);
      this.collect(this.tf.keep(scores));
    });
  }

  /** Frees slots and sums. */
  dispose(): void {
    this.optimizer.dispose();
    this.scores.dispose();
  }

  private collect(sums: Tensor | null): void {
    if (!sums) return;
    this.scores.add(sums);
    sums.dispose();
  }

  private evaluateOnce(
    inputs: readonly Tensor[],
    targets: readonly Tensor[],
    training: boolean,
  ): { loss: Tensor; scores: Tensor } {
    const { tf, plan } = this;
    const result = this.part.apply([...inputs], { training }) as Tensor | Tensor[];
    const results = Array.isArray(result) ? result : [result];
    const at = (tap: tensorflow.SymbolicTensor | undefined) => tap && results[this.taps.indexOf(tap)];
    const scored: ScoredBatch[] = [];
    let total: Tensor = tf.scalar(0);
    for (const [i, output] of plan.outputs.entries()) {
      const raw = at(this.compiled.outputs[i]?.beforeActivation);
      const target = targets[i];
      if (!raw || !target)
        throw new EngineError(
          'engine.input',
          `The network has ${plan.outputs.length} outputs; got targets for ${targets.length}.`,
        );
      const prediction = this.prediction(i, raw);
      const weights = training ? (plan.classWeights ?? null) : null;
      const mask = at(this.compiled.outputs[i]?.mask ?? undefined) ?? null;
      const loss = lossOf(tf, output.loss, target, prediction, output.lossSettings, weights, mask);
      total = tf.add(total, tf.mul(loss, output.weight));
      scored.push({ loss, target, output: prediction.output, mask });
    }
    for (const { description, variable } of this.compiled.weights.values()) {
      if (!description.regularizer) continue;
      const penalty = penaltyOf(tf, description.regularizer, variable.read());
      if (penalty) total = tf.add(total, penalty);
    }
    for (const { tensor, penalty: factors } of this.compiled.penalties) {
      const value = at(tensor);
      const penalty = value && penaltyOf(tf, factors, value);
      // Per sample, as Keras since version 3.
      if (value && penalty) total = tf.add(total, tf.div(penalty, value.shape[0] ?? 1));
    }
    return { loss: total, scores: this.scores.of(total, scored, targets[0]?.shape[0] ?? 1) };
  }

  private prediction(index: number, raw: Tensor): Prediction {
    const activation = this.compiled.outputs[index]?.activation ?? null;
    if (activation === null) return { output: raw, logits: null, activation };
    const output = activation === 'softmax' ? this.tf.softmax(raw) : this.tf.sigmoid(raw);
    return { output, logits: raw, activation };
  }
}
