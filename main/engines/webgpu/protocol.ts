import type { Graph } from '../../../shared/document/graph.ts';
import type { Batch, LearningPlan, NumericTensor, PredictRequest, Scores } from '../engine.ts';

/** What a model is built from, as it can be sent to another thread: the inference is made there again. */
export interface PackedBuild {
  readonly graph: Graph;
  readonly seed: number;
  /** Given weights by full name, as floats. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly learning: LearningPlan | undefined;
}

/** What WebGPU is there. */
export interface OpenedGpu {
  /** The adapter's name as shown to users. */
  readonly device: string;
  /** Whether the adapter computes on the processor. */
  readonly isSoftware: boolean;
  /** The version of the package with Dawn. */
  readonly version: string;
}

/** The learning rates of updates to come: the first one's number, and one rate for each. */
export interface RateTable {
  readonly first: number;
  readonly rates: readonly number[];
}

/** Tensors by name. */
export type NamedTensors = ReadonlyMap<string, NumericTensor>;

/**
 * The calls that the thread of the GPU answers; models go by numbers. Those that learn answer the number of updates done. See
 * `EngineModel` for what each does.
 */
export interface GpuCalls {
  open(): OpenedGpu;
  build(model: number, request: PackedBuild): void;
  rehearse(model: number, batch: Batch): void;
  predict(model: number, inputs: readonly NumericTensor[], request: PredictRequest): readonly NumericTensor[];
  train(model: number, batches: readonly Batch[], step: number, rates: RateTable | null): number;
  evaluate(model: number, batch: Batch): void;
  readScores(model: number): Scores;
  resetScores(model: number): void;
  getWeights(model: number): NamedTensors;
  setWeights(model: number, weights: ReadonlyMap<string, Float32Array>): void;
  getAverages(model: number): NamedTensors | null;
  getOptimizerState(model: number): NamedTensors;
  setOptimizerState(model: number, state: NamedTensors): number;
  dispose(model: number): void;
}

/** The name of a call. */
export type GpuCallName = keyof GpuCalls;

/** A call on its way to the thread. */
export interface GpuRequest<N extends GpuCallName = GpuCallName> {
  readonly name: N;
  readonly parameters: Parameters<GpuCalls[N]>;
}

/** What comes back: the result, or the sentence of an error with its code where it has one. */
export type GpuAnswer<N extends GpuCallName = GpuCallName> =
  | { readonly result: ReturnType<GpuCalls[N]> }
  | { readonly error: { readonly message: string; readonly code: string | null } };

/** Whether the caller may read on; it sleeps on this number. */
export const SIGNAL = { waiting: 0, answered: 1, ended: 2 } as const;

/** What the thread is given at its start. */
export interface GpuThreadData {
  readonly signal: Int32Array;
  /** The folder whose node_modules hold the packages. */
  readonly packageDirectory: string;
}
