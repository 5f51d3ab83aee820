import type { EngineName } from '../../shared/contract/engines.ts';
import type { Execution } from '../../shared/contract/training.ts';
import type { Graph } from '../../shared/document/graph.ts';
import type { CompleteOptimizer, CompleteOutput } from '../../shared/document/training-defaults.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';

/** Row-major numbers with their extents. */
export interface NumericTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** How a model learns; one entry per output in the network's order. */
export interface LearningPlan {
  readonly optimizer: CompleteOptimizer;
  readonly outputs: readonly CompleteOutput[];
  /** Seed of dropout masks and noise. */
  readonly seed: number;
  /** What each class weighs in the loss of training, by class number; null or left out: all alike. */
  readonly classWeights?: readonly number[] | null;
  /** Factors of the learning rate by patterns of layer names; see training-defaults.ts. */
  readonly layerRates?: Readonly<Record<string, number>>;
}

/** What a model is built from. */
export interface BuildRequest {
  /** How many training steps a call makes where the engine makes several; left out: as many as suits the network and the machine. */
  readonly stepsPerCall?: number;
  readonly graph: Graph;
  readonly inference: Inference;
  /** Seed of the initial weights. */
  readonly seed: number;
  /** Weights that replace the initial ones, where the store has them. */
  readonly weights?: WeightStore;
  /** Left out for a model that only predicts. */
  readonly learning?: LearningPlan;
}

/** Samples and their targets, batch axis first, one tensor per network input and output. */
export interface Batch {
  readonly inputs: readonly NumericTensor[];
  readonly targets: readonly NumericTensor[];
}

/** Means over all samples since the last reset. */
export interface Scores {
  readonly loss: number;
  /** Null where no output asks for accuracy. */
  readonly accuracy: number | null;
  /** By output, in the network's order. */
  readonly outputs: readonly OutputScores[];
}

/** Means of one output. */
export interface OutputScores {
  readonly loss: number;
  /** By the metric's name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** What to compute beside the network's outputs. */
export interface PredictRequest {
  /** Nodes whose outputs are wanted instead of the network's; each gives its first output. */
  readonly nodes?: readonly string[];
  /** True: leave out a final softmax or sigmoid of each network output. */
  readonly beforeFinalActivation?: boolean;
}

/** The learning rate of a step, by the number of steps of the optimizer before it. */
export type RateSchedule = (steps: number) => number;

/** Batches of every size to come, with real samples. */
export interface RehearsalPlan {
  readonly train: readonly Batch[];
  readonly evaluate: readonly Batch[];
}

/** A network in an engine. All calls are synchronous; callers give way to other work between batches. */
export interface EngineModel {
  /** How training steps are made; settled by the first one. */
  readonly execution: Execution;
  /**
   * Runs the network in its inference form.
   *
   * @param inputs one tensor per network input, batch first
   * @param request what to compute; by default the network's outputs in order
   */
  predict(inputs: readonly NumericTensor[], request?: PredictRequest): readonly NumericTensor[];
  /**
   * One step of the optimizer. The scores grow by this batch.
   *
   * @param batch samples and targets
   * @param step number of the step since the run's beginning, from 0: random masks are functions of (seed, layer, step)
   */
  trainBatch(batch: Batch, step: number): void;
  /**
   * Several steps at once, which costs less than one by one.
   *
   * @param batches those of the steps in order; {@link EngineModel.stepsPerCall} of them of one size is best
   * @param step number of the first
   */
  trainBatches(batches: readonly Batch[], step: number): void;
  /** How many steps an engine would like to be given at once; nobody is heard until they are done. */
  readonly stepsPerCall: number;
  /**
   * Lets an engine get ready for the batches to come, which it would else do when it meets the first of each size. Nothing is
   * learnt.
   */
  rehearse(plan: RehearsalPlan): void;
  /** Sets the learning rates of the steps to come; without it they are the optimizer's own. Costs nothing. */
  setRates(rateAt: RateSchedule): void;
  /** The learning rate of the next step. */
  readonly rate: number;
  /** Adds a batch to the scores without learning. */
  evaluateBatch(batch: Batch): void;
  /** Reads the means over the batches since the last reset. */
  readScores(): Scores;
  /** Begins the means anew. */
  resetScores(): void;
  /** All weights by full name, moving statistics included. */
  getWeights(): ReadonlyMap<string, NumericTensor>;
  /** Replaces the weights that the store has. */
  setWeights(weights: WeightStore): void;
  /** The moving averages that the training gives in the end instead of the weights; null where it gives the weights. */
  getAverages(): ReadonlyMap<string, NumericTensor> | null;
  /**
   * The optimizer's slots by name, its step count as `iterations`, and the sums of the scores: with the weights they make a resume
   * exact.
   */
  getOptimizerState(): ReadonlyMap<string, NumericTensor>;
  /** Takes back what {@link EngineModel.getOptimizerState} gave. */
  setOptimizerState(state: ReadonlyMap<string, NumericTensor>): void;
  /** Frees everything. */
  dispose(): void;
}

/** A library that builds and runs networks. */
export interface Engine {
  readonly name: EngineName;
  /** The version of the computing library. */
  readonly version: string;
  /** What it computes on, for users: `CPU`, or a GPU's name. */
  readonly device: string;
  /**
   * Builds a model.
   *
   * @throws EngineError when the network has errors or no outputs
   */
  build(request: BuildRequest): EngineModel;
}

/** An engine cannot do what was asked; the message is a sentence for the user. */
export class EngineError extends Error {
  readonly code: 'engine.network' | 'engine.input' | 'engine.weights' | 'engine.memory';
  constructor(code: EngineError['code'], message: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
  }
}
