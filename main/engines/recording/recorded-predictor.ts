import type { Tensor, Tf } from '../../../shared/layers/tfjs-contract.ts';
import type { NumericTensor, PredictRequest } from '../engine.ts';
import type { StateCell } from '../state-cell.ts';
import { fromTensor } from '../tensors.ts';
import type { TfjsModel } from '../tfjs-model.ts';
import { differenceOf } from './compare-traces.ts';
import type { NativeBackend } from './native-backend.ts';
import { type PlannedStep, RecordedGraph } from './recorded-graph.ts';
import { record, tidied } from './recorder.ts';
import { simplified } from './rewrites/simplify.ts';
import { INPUT } from './step-recording.ts';
import type { Trace } from './trace.ts';

/** Questions that are kept as graphs; a further one is answered operation by operation. */
const MOST_GRAPHS = 8;

/**
 * Answers predictions by graphs. A question, which is what is wanted and the extents of the samples, is recorded when it is asked
 * for the second time: for one alone that would not pay.
 */
export class RecordedPredictor {
  private readonly tf: Tf;
  private readonly backend: NativeBackend;
  private readonly model: TfjsModel;
  private readonly asked = new Set<string>();
  private readonly planned = new Map<string, PlannedStep>();
  private graph: RecordedGraph | null = null;
  private knowsWeights = false;
  private isRefused = false;

  /**
   * @param tf the library
   * @param backend its backend
   * @param model holds the weights
   */
  constructor(tf: Tf, backend: NativeBackend, model: TfjsModel) {
    this.tf = tf;
    this.backend = backend;
    this.model = model;
  }

  /** As of a model. */
  predict(inputs: readonly NumericTensor[], request: PredictRequest = {}): readonly NumericTensor[] {
    const forms = inputs.map(({ shape, data }) => [data instanceof Int32Array, ...shape]);
    const key = JSON.stringify([request, forms]);
    const graph = this.asked.has(key) ? this.graphFor(key, inputs, request) : null;
    this.asked.add(key);
    if (!graph) return this.model.predict(inputs, request);
    if (!this.knowsWeights) {
      const cells = weightCells(this.model);
      graph.set(new Map([...cells].map(([name, cell]) => [name, fromTensor(cell.read())])));
      this.knowsWeights = true;
    }
    return graph.compute(key, new Map(inputs.map(({ data }, i) => [INPUT.sample(i), data])));
  }

  /** The weights of the model have changed. */
  forgetWeights(): void {
    this.knowsWeights = false;
  }

  /** Frees the graph. */
  dispose(): void {
    this.graph?.dispose();
    this.graph = null;
  }

  private graphFor(
    key: string,
    inputs: readonly NumericTensor[],
    request: PredictRequest,
  ): RecordedGraph | null {
    if (this.planned.has(key)) return this.graph;
    if (this.isRefused || this.planned.size >= MOST_GRAPHS) return null;
    const trace = this.record(inputs, request);
    const other = this.record(inputs.map(doubled), request);
    if (differenceOf(trace, other) !== null) {
      this.isRefused = true;
      return null;
    }
    this.planned.set(key, { trace: simplified(trace), repeat: 1 });
    this.graph?.dispose();
    this.knowsWeights = false;
    this.graph = new RecordedGraph(this.backend, trace.state, this.planned, true);
    return this.graph;
  }

  private record(inputs: readonly NumericTensor[], request: PredictRequest): Trace {
    return tidied(this.tf, () => {
      const tensors = this.model.inputsOf(inputs);
      const named = new Map<string, Tensor>(tensors.map((tensor, i) => [INPUT.sample(i), tensor]));
      return record(this.backend, { inputs: named, state: weightCells(this.model) }, () =>
        this.model.compute(tensors, request),
      );
    });
  }
}

function weightCells(model: TfjsModel): ReadonlyMap<string, StateCell> {
  return new Map([...model.cells].filter(([name]) => name.startsWith('weight:')));
}

/** Other samples of the same extents; whole numbers, which may be indices, stay in their range. */
function doubled({ shape, data }: NumericTensor): NumericTensor {
  const other = data instanceof Int32Array ? data.slice().reverse() : data.map(value => 2 * value + 1);
  return { shape, data: other };
}
