import type { Execution } from '../../../shared/contract/training.ts';
import type { Tf } from '../../../shared/layers/tfjs-contract.ts';
import type { WeightStore } from '../../../shared/layers/weight-store.ts';
import {
  type Batch,
  EngineError,
  type EngineModel,
  type NumericTensor,
  type PredictRequest,
  type RateSchedule,
  type RehearsalPlan,
  type Scores,
} from '../engine.ts';
import { fromTensor, toTensor } from '../tensors.ts';
import type { TfjsModel } from '../tfjs-model.ts';
import type { NativeBackend, NativeValues } from './native-backend.ts';
import { type PlannedStep, RecordedGraph } from './recorded-graph.ts';
import { RecordedPredictor } from './recorded-predictor.ts';
import { simplified } from './rewrites/simplify.ts';
import { estimatedMilliseconds } from './step-cost.ts';
import { INPUT, recordStep, type StepKind } from './step-recording.ts';
import type { Trace } from './trace.ts';

/** Estimated milliseconds that one call of the graph should not exceed, since nobody is heard meanwhile. */
const LONGEST_CALL = 150;
const MOST_STEPS = 8;
/** Operations in one run of the graph beyond which preparing it takes too long. */
const MOST_OPERATIONS = 1_500;

/** How a model is recorded. */
export interface RecordingOptions {
  /** Whether fused operations take the place of recorded ones where TensorFlow has them. */
  readonly fused: boolean;
  /** Steps in one run of the graph; null for as many as seems good. */
  readonly steps: number | null;
}

const DEFAULTS: RecordingOptions = { fused: true, steps: null };

/** Weights and slots change together; scores alone in evaluation. */
type Group = 'model' | 'scores';
const GROUPS: readonly Group[] = ['model', 'scores'];

/**
 * A model on native TensorFlow whose training step is recorded once and then run as a graph, predictions that are repeated likewise. What lives from step to step is kept
 * by the graph and by the eager model, and moved from one to the other when the other is asked.
 */
export class RecordedModel implements EngineModel {
  private readonly tf: Tf;
  private readonly backend: NativeBackend;
  private readonly eager: TfjsModel;
  private readonly options: RecordingOptions;
  private readonly predictor: RecordedPredictor;
  private readonly planned = new Map<string, PlannedStep>();
  private graph: RecordedGraph | null = null;
  private reason: string | null = null;
  private readonly staleEager = new Set<Group>();
  private readonly staleGraph = new Set<Group>(GROUPS);

  /**
   * @param tf the library
   * @param backend its backend
   * @param eager the model
   * @param options for tests of equality
   */
  constructor(tf: Tf, backend: NativeBackend, eager: TfjsModel, options: Partial<RecordingOptions> = {}) {
    this.tf = tf;
    this.backend = backend;
    this.eager = eager;
    this.options = { ...DEFAULTS, ...options };
    this.predictor = new RecordedPredictor(tf, backend, eager);
  }

  get execution(): Execution {
    return this.reason === null ? { kind: 'recorded' } : { kind: 'eager', reason: this.reason };
  }

  get stepsPerCall(): number {
    if (this.reason !== null) return 1;
    return Math.max(1, ...[...this.planned.values()].map(step => step.repeat));
  }

  rehearse({ train, evaluate }: RehearsalPlan): void {
    this.plan([...train.map(one('train')), ...evaluate.map(one('evaluate'))]);
  }

  predict(inputs: readonly NumericTensor[], request?: PredictRequest): readonly NumericTensor[] {
    if (this.staleEager.has('model')) this.predictor.forgetWeights();
    this.toEager('model');
    return this.predictor.predict(inputs, request);
  }

  trainBatch(batch: Batch, step: number): void {
    this.trainBatches([batch], step);
  }

  trainBatches(batches: readonly Batch[], step: number): void {
    this.plan(batches.map(one('train')));
    const [first] = batches;
    const key = first && keyOf('train', first);
    const isOne = key !== undefined && batches.every(batch => keyOf('train', batch) === key);
    if (batches.length > 1 && !(isOne && this.graph?.has(key, batches.length))) {
      for (const [i, batch] of batches.entries()) this.trainBatches([batch], step + i);
      return;
    }
    const trained = this.tryGraph(graph => {
      const numbers = batches.map((_, i) => this.eager.stepNumbers(i));
      graph.run(
        key ?? '',
        batches.map((batch, i) => {
          const values = valuesOf(batch).set(INPUT.step, Int32Array.of(step + i));
          for (const [name, value] of numbers[i] ?? [])
            values.set(INPUT.number(name), Float32Array.of(value));
          return values;
        }),
      );
    }, GROUPS);
    for (const [i, batch] of batches.entries())
      if (trained) this.eager.count(batch, 1);
      else this.eager.trainBatch(batch, step + i);
  }

  setRates(rateAt: RateSchedule): void {
    this.eager.setRates(rateAt);
  }

  evaluateBatch(batch: Batch): void {
    this.plan([one('evaluate')(batch)]);
    const evaluated = this.tryGraph(
      graph => graph.run(keyOf('evaluate', batch), [valuesOf(batch)]),
      ['scores'],
    );
    if (evaluated) this.eager.count(batch, 0);
    else this.eager.evaluateBatch(batch);
  }

  readScores(): Scores {
    this.toEager('scores');
    return this.eager.readScores();
  }

  resetScores(): void {
    this.eager.resetScores();
    this.staleEager.delete('scores');
    this.staleGraph.add('scores');
  }

  getWeights(): ReadonlyMap<string, NumericTensor> {
    this.toEager('model');
    return this.eager.getWeights();
  }

  setWeights(weights: WeightStore): void {
    this.toEager('model');
    this.eager.setWeights(weights);
    this.predictor.forgetWeights();
    this.staleGraph.add('model');
  }

  get rate(): number {
    return this.eager.rate;
  }

  getAverages(): ReadonlyMap<string, NumericTensor> | null {
    this.toEager('model');
    return this.eager.getAverages();
  }

  getOptimizerState(): ReadonlyMap<string, NumericTensor> {
    for (const group of GROUPS) this.toEager(group);
    return this.eager.getOptimizerState();
  }

  setOptimizerState(state: ReadonlyMap<string, NumericTensor>): void {
    for (const group of GROUPS) this.toEager(group);
    this.eager.setOptimizerState(state);
    for (const group of GROUPS) this.staleGraph.add(group);
  }

  dispose(): void {
    this.graph?.dispose();
    this.graph = null;
    this.predictor.dispose();
    this.eager.dispose();
  }

  /** Runs work on the graph; false where the eager model has to do it. */
  private tryGraph(work: (graph: RecordedGraph) => void, changes: readonly Group[]): boolean {
    const { graph } = this;
    if (!graph) return false;
    try {
      for (const group of GROUPS) this.toGraph(graph, group);
      work(graph);
    } catch (error) {
      // The eager model can only take over while it still holds the present weights.
      if (this.staleEager.has('model') || isLackOfMemory(error)) throw error;
      this.giveUp(`TensorFlow did not run the recorded graph: ${firstLine(error)}`);
      return false;
    }
    for (const group of changes) this.staleEager.add(group);
    return true;
  }

  /** Makes sure that the steps are in the graph. */
  private plan(wanted: readonly { readonly kind: StepKind; readonly batch: Batch }[]): void {
    if (this.reason !== null) return;
    const missing = wanted.filter(({ kind, batch }) => !this.planned.has(keyOf(kind, batch)));
    if (missing.length === 0) return;
    for (const group of GROUPS) this.toEager(group);
    for (const { kind, batch } of missing) {
      if (this.planned.has(keyOf(kind, batch))) continue;
      const reason = this.record(kind, batch);
      if (reason !== null) {
        this.giveUp(reason);
        return;
      }
    }
    try {
      const { cells } = this.eager;
      const [first] = this.planned.values();
      if (!first) return;
      const state = new Map([...cells.keys()].flatMap(name => pair(name, first.trace.state.get(name))));
      const graph = new RecordedGraph(this.backend, state, this.planned, this.options.fused);
      this.graph?.dispose();
      this.graph = graph;
      for (const group of GROUPS) this.staleGraph.add(group);
    } catch (error) {
      if (isLackOfMemory(error)) throw error;
      this.giveUp(`TensorFlow did not take the recorded graph: ${firstLine(error)}`);
    }
  }

  /** Records a step; answers why that cannot be, or null. */
  private record(kind: StepKind, batch: Batch): string | null {
    const isFirst = ![...this.planned.keys()].some(key => key.startsWith(kind));
    try {
      const recording = recordStep(this.tf, this.backend, this.eager, kind, batch, isFirst);
      if ('reason' in recording) return recording.reason;
      const trace = this.options.fused ? simplified(recording.trace) : recording.trace;
      const repeat = kind === 'train' && isFirst ? this.repeats(recording.trace) : 1;
      this.planned.set(keyOf(kind, batch), { trace, repeat });
      return null;
    } catch (error) {
      if (error instanceof EngineError || isLackOfMemory(error)) throw error;
      return `The step could not be recorded as a graph: ${firstLine(error)}`;
    }
  }

  /** How many steps one run of the graph makes: by what the step is, not by a clock, so that a seed gives the same bits again. */
  private repeats(trace: Trace): number {
    const { steps } = this.options;
    if (steps !== null) return steps;
    const byTime = LONGEST_CALL / estimatedMilliseconds(trace);
    const bySize = MOST_OPERATIONS / trace.operations.length;
    return Math.max(1, Math.floor(Math.min(byTime, bySize, MOST_STEPS)));
  }

  private giveUp(reason: string): void {
    for (const group of GROUPS) this.toEager(group);
    this.reason = reason;
    this.graph?.dispose();
    this.graph = null;
  }

  private toEager(group: Group): void {
    const { graph } = this;
    if (!graph || !this.staleEager.has(group)) return;
    const cells = this.eager.cells;
    for (const [name, value] of graph.get(namesOf(group, cells.keys()))) {
      const tensor = toTensor(this.tf, value);
      cells.get(name)?.write(tensor);
      tensor.dispose();
    }
    this.staleEager.delete(group);
  }

  private toGraph(graph: RecordedGraph, group: Group): void {
    if (!this.staleGraph.has(group)) return;
    const cells = this.eager.cells;
    graph.set(
      new Map(
        namesOf(group, cells.keys()).flatMap(name => {
          const cell = cells.get(name);
          return cell ? [[name, fromTensor(cell.read())] as const] : [];
        }),
      ),
    );
    this.staleGraph.delete(group);
  }
}

const one = (kind: StepKind) => (batch: Batch) => ({ kind, batch });

function namesOf(group: Group, names: Iterable<string>): string[] {
  return [...names].filter(name => name.startsWith('score:') === (group === 'scores'));
}

function pair<Value>(name: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[name, value]];
}

/** Steps are recorded for the extents and kinds of numbers of their batch. */
function keyOf(kind: StepKind, { inputs, targets }: Batch): string {
  const form = ({ shape, data }: NumericTensor) =>
    `${data instanceof Int32Array ? 'i' : 'f'}${shape.join('x')}`;
  return `${kind} ${inputs.map(form).join()} ${targets.map(form).join()}`;
}

function valuesOf({ inputs, targets }: Batch): Map<string, NativeValues> {
  return new Map<string, NativeValues>([
    ...inputs.map((tensor, i) => [INPUT.sample(i), tensor.data] as const),
    ...targets.map((tensor, i) => [INPUT.target(i), tensor.data] as const),
  ]);
}

function isLackOfMemory(error: unknown): boolean {
  return error instanceof Error && /OOM|out of memory|RESOURCE_EXHAUSTED/i.test(error.message);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
