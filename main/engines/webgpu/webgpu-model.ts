import type { Execution } from '../../../shared/contract/training.ts';
import type { WeightStore } from '../../../shared/layers/weight-store.ts';
import type {
  Batch,
  BuildRequest,
  EngineModel,
  NumericTensor,
  PredictRequest,
  RateSchedule,
  RehearsalPlan,
  Scores,
} from '../engine.ts';
import type { GpuThread } from './gpu-thread.ts';
import { heldWeights } from './held-weights.ts';
import type { NamedTensors, OpenedGpu, RateTable } from './protocol.ts';

/** A network on the GPU, computed by the thread that has it. */
export class WebGpuModel implements EngineModel {
  readonly execution: Execution;
  readonly stepsPerCall = 1;
  private readonly thread: GpuThread;
  private readonly id: number;
  private readonly request: BuildRequest;
  private rateAt: RateSchedule | null = null;
  private updates = 0;

  /**
   * @param thread has the model
   * @param id the model's number there
   * @param request what it was built from
   * @param opened the GPU
   */
  constructor(thread: GpuThread, id: number, request: BuildRequest, opened: OpenedGpu) {
    this.thread = thread;
    this.id = id;
    this.request = request;
    const reason = `WebGPU computes on ${opened.device}, a program and not a GPU: this is many times slower than native TensorFlow.`;
    this.execution = { kind: 'eager', reason: opened.isSoftware ? reason : null };
  }

  predict(inputs: readonly NumericTensor[], request: PredictRequest = {}): readonly NumericTensor[] {
    return this.thread.call('predict', [this.id, inputs.map(copied), request]);
  }

  trainBatch(batch: Batch, step: number): void {
    this.trainBatches([batch], step);
  }

  trainBatches(batches: readonly Batch[], step: number): void {
    this.updates = this.thread.call('train', [
      this.id,
      batches.map(copiedBatch),
      step,
      this.rates(batches.length),
    ]);
  }

  rehearse({ train: [batch] }: RehearsalPlan): void {
    if (batch) this.thread.call('rehearse', [this.id, copiedBatch(batch)]);
  }

  setRates(rateAt: RateSchedule): void {
    this.rateAt = rateAt;
  }

  get rate(): number {
    return this.rateAt?.(this.updates) ?? this.request.learning?.optimizer.learning_rate ?? 0;
  }

  evaluateBatch(batch: Batch): void {
    this.thread.call('evaluate', [this.id, copiedBatch(batch)]);
  }

  readScores(): Scores {
    return this.thread.call('readScores', [this.id]);
  }

  resetScores(): void {
    this.thread.call('resetScores', [this.id]);
  }

  getWeights(): NamedTensors {
    return this.thread.call('getWeights', [this.id]);
  }

  setWeights(weights: WeightStore): void {
    this.thread.call('setWeights', [this.id, heldWeights(this.request.inference, weights)]);
  }

  getAverages(): NamedTensors | null {
    return this.thread.call('getAverages', [this.id]);
  }

  getOptimizerState(): NamedTensors {
    return this.thread.call('getOptimizerState', [this.id]);
  }

  setOptimizerState(state: NamedTensors): void {
    this.updates = this.thread.call('setOptimizerState', [this.id, state]);
  }

  dispose(): void {
    this.thread.call('dispose', [this.id]);
  }

  /** The rates of the updates that so many batches can make. */
  private rates(batches: number): RateTable | null {
    const { rateAt, updates } = this;
    return (
      rateAt && { first: updates, rates: Array.from({ length: batches }, (_, i) => rateAt(updates + i)) }
    );
  }
}

/** A view would take the whole buffer behind it along. */
function copied({ shape, data }: NumericTensor): NumericTensor {
  return {
    shape,
    data: data.length * data.BYTES_PER_ELEMENT === data.buffer.byteLength ? data : data.slice(),
  };
}

function copiedBatch({ inputs, targets }: Batch): Batch {
  return { inputs: inputs.map(copied), targets: targets.map(copied) };
}
