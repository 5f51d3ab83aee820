import type * as tensorflow from '@tensorflow/tfjs';
import type { Execution } from '../../shared/contract/training.ts';
import { initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import type { NativeOperations, Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { type CompiledModel, compileModel } from './compile.ts';
import {
  type Batch,
  type BuildRequest,
  EngineError,
  type EngineModel,
  type NumericTensor,
  type PredictRequest,
  type RateSchedule,
  type Scores,
} from './engine.ts';
import { Learner } from './learner.ts';
import { weightCell } from './optimizer.ts';
import { nativeRandomSource, randomSource } from './random-source.ts';
import { nativeBackend } from './recording/native-backend.ts';
import type { StateCell, StepNotes, StepTensors } from './state-cell.ts';
import { checkInputs, fromTensor, toTensor } from './tensors.ts';
import { engineWeight } from './whole-weights.ts';

type Symbolic = tensorflow.SymbolicTensor;

/** A batch as tensors. */
export interface BatchTensors {
  readonly inputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
}

/** A network on TensorFlow.js, computed operation by operation. */
export class TfjsModel implements EngineModel {
  readonly execution: Execution = { kind: 'eager', reason: null };
  readonly stepsPerCall = 1;
  private readonly tf: Tf;
  private readonly compiled: CompiledModel;
  private readonly parts = new Map<string, tensorflow.LayersModel>();
  private readonly learner: Learner | null;
  private step = 0;
  private stepTensor: Tensor | null = null;

  /**
   * Builds the network and sets its weights: initial ones, or those of the request's store.
   *
   * @param tf the library
   * @param request what to build
   * @param operations what the engine has beyond TensorFlow.js
   */
  constructor(tf: Tf, request: BuildRequest, operations: NativeOperations | null = null) {
    this.tf = tf;
    const maskSeed = request.learning?.seed ?? request.seed;
    const native = nativeBackend(tf);
    this.compiled = compileModel(tf, request.graph, request.inference, {
      random: layer =>
        native && this.stepTensor
          ? nativeRandomSource(tf, native, maskSeed, layer, this.stepTensor)
          : randomSource(tf, maskSeed, layer, this.step),
      native: operations,
    });
    const initial = initialWeightStore(request.inference, request.seed);
    for (const [name, { description }] of this.compiled.weights) {
      const given = request.weights && engineWeight(request.weights, name, description.dtype ?? 'float32');
      const values = given ?? initial.get(name);
      if (values) this.setWeight(name, values);
    }
    this.learner = request.learning ? new Learner(tf, this.compiled, request.learning) : null;
  }

  predict(inputs: readonly NumericTensor[], request: PredictRequest = {}): readonly NumericTensor[] {
    const tensors = this.inputsOf(inputs);
    const results = this.compute(tensors, request);
    const numbers = results.map(fromTensor);
    this.tf.dispose([...tensors, ...results]);
    return numbers;
  }

  trainBatch(batch: Batch, step: number): void {
    const { tf } = this;
    tf.tidy(() => {
      const numbers = [...this.stepNumbers()].map(([name, value]) => [name, tf.scalar(value)] as const);
      const tensors = { step: tf.tensor1d([step], 'int32'), numbers: new Map(numbers) };
      this.train(this.tensorsOf(batch), step, tensors);
    });
    this.count(batch, 1);
  }

  trainBatches(batches: readonly Batch[], step: number): void {
    for (const [i, batch] of batches.entries()) this.trainBatch(batch, step + i);
  }

  setRates(rateAt: RateSchedule): void {
    this.learning().optimizer.setRates(rateAt);
  }

  /** Steps that have changed the weights so far. */
  get updates(): number {
    return this.learning().optimizer.updates;
  }

  get rate(): number {
    return this.learning().optimizer.rate;
  }

  getAverages(): ReadonlyMap<string, NumericTensor> | null {
    return this.learning().optimizer.averages();
  }

  /** Nothing is prepared here. */
  rehearse(): void {}

  evaluateBatch(batch: Batch): void {
    this.tf.tidy(() => this.evaluate(this.tensorsOf(batch)));
    this.count(batch, 0);
  }

  /**
   * Brings a batch into the engine.
   *
   * @throws EngineError where it does not fit the network's inputs
   */
  tensorsOf({ inputs, targets }: Batch): BatchTensors {
    return { inputs: this.inputsOf(inputs), targets: targets.map(target => toTensor(this.tf, target)) };
  }

  /** All that lives from step to step, by cell name. */
  get cells(): ReadonlyMap<string, StateCell> {
    const weights = [...this.compiled.weights].map(([name, { variable }]): [string, StateCell] => [
      weightCell(name),
      { read: () => variable.read(), write: value => variable.write(value) },
    ]);
    return new Map([...weights, ...(this.learner?.cells ?? [])]);
  }

  /** The optimizer's numbers of a step to come, 0 being the next. */
  stepNumbers(ahead = 0): ReadonlyMap<string, number> {
    return this.learning().optimizer.numbers(ahead);
  }

  /**
   * Changes weights, slots and scores by one step; {@link TfjsModel.count} counts it.
   *
   * @param batch samples and targets
   * @param step the step's number
   * @param tensors the same as tensors, with the optimizer's numbers
   * @param notes is told of the optimizer's updates
   */
  train(batch: BatchTensors, step: number, tensors: StepTensors, notes: StepNotes | null = null): void {
    this.step = step;
    this.stepTensor = tensors.step;
    try {
      this.learning().train(batch.inputs, batch.targets, tensors, notes);
    } finally {
      this.stepTensor = null;
    }
  }

  /** Adds a batch to the sums of the scores; {@link TfjsModel.count} counts it. */
  evaluate(batch: BatchTensors): void {
    this.learning().evaluate(batch.inputs, batch.targets);
  }

  /** Counts a batch that was trained on or evaluated. */
  count(batch: Batch, steps: number): void {
    this.learning().count(batch.targets[0]?.shape[0] ?? 1, steps);
  }

  /** Runs the network in its inference form; the caller disposes the results. */
  compute(inputs: readonly Tensor[], request: PredictRequest): readonly Tensor[] {
    const part = this.part(request);
    return this.tf.tidy(() => this.run(part, [...inputs], false));
  }

  readScores(): Scores {
    return this.learning().scores.read();
  }

  resetScores(): void {
    this.learning().scores.reset();
  }

  getWeights(): ReadonlyMap<string, NumericTensor> {
    return new Map(
      [...this.compiled.weights].map(([name, weight]) => [name, fromTensor(weight.variable.read())]),
    );
  }

  setWeights(weights: WeightStore): void {
    for (const [name, { description }] of this.compiled.weights) {
      const values = engineWeight(weights, name, description.dtype ?? 'float32');
      if (values) this.setWeight(name, values);
    }
  }

  getOptimizerState(): ReadonlyMap<string, NumericTensor> {
    const { optimizer, scores } = this.learning();
    return new Map([...optimizer.getState(), ...scores.getState()]);
  }

  setOptimizerState(state: ReadonlyMap<string, NumericTensor>): void {
    const { optimizer, scores } = this.learning();
    optimizer.setState(state);
    scores.setState(state);
  }

  dispose(): void {
    this.learner?.dispose();
    for (const { variable } of this.compiled.weights.values()) variable.dispose();
  }

  private learning(): Learner {
    if (!this.learner) throw new Error('This model was built without a learning plan; it only predicts.');
    return this.learner;
  }

  private setWeight(name: string, values: Float32Array): void {
    const weight = this.compiled.weights.get(name);
    if (!weight) return;
    const { shape } = weight.description;
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (values.length !== size)
      throw new EngineError(
        'engine.weights',
        `${name} has ${size} values (${shape.join(' × ')}); got ${values.length}.`,
      );
    const tensor = this.tf.tensor(values, [...shape]);
    weight.variable.write(tensor);
    tensor.dispose();
  }

  /**
   * Brings samples into the engine; the caller disposes them.
   *
   * @throws EngineError where they do not fit the network's inputs
   */
  inputsOf(inputs: readonly NumericTensor[]): Tensor[] {
    const { inputs: ports } = this.compiled;
    checkInputs(
      ports.map(port => port.node),
      ports.map(port => port.tensor.shape),
      inputs,
    );
    return inputs.map(input => toTensor(this.tf, input));
  }

  private run(part: tensorflow.LayersModel, inputs: Tensor[], training: boolean): Tensor[] {
    const result = part.apply(inputs, { training }) as Tensor | Tensor[];
    return Array.isArray(result) ? result : [result];
  }

  /** The part of the network that computes what is asked, built once per question. */
  private part({ nodes, beforeFinalActivation = false }: PredictRequest): tensorflow.LayersModel {
    const key = JSON.stringify([nodes ?? null, beforeFinalActivation]);
    const known = this.parts.get(key);
    if (known) return known;
    const { inputs, outputs, tensors } = this.compiled;
    const wanted = nodes
      ? nodes.map(name => this.firstTensor(tensors.get(name), name))
      : outputs.map(output => (beforeFinalActivation ? output.beforeActivation : output.tensor));
    const part = this.tf.model({ inputs: inputs.map(input => input.tensor), outputs: wanted });
    this.parts.set(key, part);
    return part;
  }

  private firstTensor(tensors: readonly Symbolic[] | undefined, name: string): Symbolic {
    const [first] = tensors ?? [];
    if (!first) throw new EngineError('engine.network', `There is no layer named "${name}" in the network.`);
    return first;
  }
}
