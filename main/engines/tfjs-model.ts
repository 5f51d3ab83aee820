import type * as tensorflow from '@tensorflow/tfjs';
import { initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { type CompiledModel, compileModel } from './compile.ts';
import {
  type Batch,
  type BuildRequest,
  EngineError,
  type EngineModel,
  type NumericTensor,
  type PredictRequest,
  type Scores,
} from './engine.ts';
import { Learner } from './learner.ts';
import { randomSource } from './random-source.ts';
import { checkInputs, fromTensor, toTensor } from './tensors.ts';

type Symbolic = tensorflow.SymbolicTensor;

/** A network on TensorFlow.js. */
export class TfjsModel implements EngineModel {
  private readonly tf: Tf;
  private readonly compiled: CompiledModel;
  private readonly parts = new Map<string, tensorflow.LayersModel>();
  private readonly learner: Learner | null;
  private step = 0;

  /** Builds the network and sets its weights: initial ones, or those of the request's store. */
  constructor(tf: Tf, request: BuildRequest) {
    this.tf = tf;
    const maskSeed = request.learning?.seed ?? request.seed;
    this.compiled = compileModel(tf, request.graph, request.inference, {
      random: layer => randomSource(tf, maskSeed, layer, this.step),
    });
    const initial = initialWeightStore(request.inference, request.seed);
    this.setWeights({ get: name => request.weights?.get(name) ?? initial.get(name) });
    this.learner = request.learning ? new Learner(tf, this.compiled, request.learning) : null;
  }

  predict(inputs: readonly NumericTensor[], request: PredictRequest = {}): readonly NumericTensor[] {
    const part = this.part(request);
    const results = this.tf.tidy(() => this.run(part, this.feed(inputs), false));
    const numbers = results.map(fromTensor);
    this.tf.dispose(results);
    return numbers;
  }

  trainBatch(batch: Batch, step: number): void {
    this.step = step;
    this.withBatch(batch, (inputs, targets) => this.learning().train(inputs, targets));
  }

  evaluateBatch(batch: Batch): void {
    this.withBatch(batch, (inputs, targets) => this.learning().evaluate(inputs, targets));
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
    for (const name of this.compiled.weights.keys()) {
      const values = weights.get(name);
      if (values) this.setWeight(name, values);
    }
  }

  getOptimizerState(): ReadonlyMap<string, NumericTensor> {
    return this.learning().optimizer.getState();
  }

  setOptimizerState(state: ReadonlyMap<string, NumericTensor>): void {
    this.learning().optimizer.setState(state);
  }

  dispose(): void {
    this.learner?.dispose();
    for (const { variable } of this.compiled.weights.values()) variable.dispose();
  }

  private learning(): Learner {
    if (!this.learner) throw new Error('This model was built without a learning plan; it only predicts.');
    return this.learner;
  }

  private withBatch(batch: Batch, work: (inputs: Tensor[], targets: Tensor[]) => void): void {
    this.tf.tidy(() => {
      work(
        this.feed(batch.inputs),
        batch.targets.map(target => toTensor(this.tf, target)),
      );
    });
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

  private feed(inputs: readonly NumericTensor[]): Tensor[] {
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
