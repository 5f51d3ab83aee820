import type { OptimizerSettings } from '../../../shared/document/schema.ts';
import { completeOptimizer } from '../../../shared/document/training-defaults.ts';
import { comparisonWeightStore } from '../../../shared/exporters/onnx/comparison-weights.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import type { BatteryCase } from '../../../shared/layers/battery-cases/battery-case.ts';
import type { Tf } from '../../../shared/layers/tfjs-contract.ts';
import { generator, mixSeed } from '../../../shared/training/seeded-random.ts';
import { caseDocument } from '../../onnx/battery-checks.ts';
import { randomInputs } from '../../onnx/random-inputs.ts';
import type { Batch, BuildRequest, EngineModel, NumericTensor } from '../engine.ts';
import { TfjsModel } from '../tfjs-model.ts';
import type { NativeBackend } from './native-backend.ts';
import { RecordedModel, type RecordingOptions } from './recorded-model.ts';

const SAMPLES = 4;
const SEED = 7;

/** How a recorded training compares with the eager one. */
export interface Comparison {
  /** The largest difference of a weight, relative to its layer's largest weight where that is above 1. */
  readonly difference: number;
  /** The weight it was found in. */
  readonly where: string;
  /** Why the step was not recorded; null where it was. */
  readonly eager: string | null;
}

/**
 * Trains a case of the battery behind a dense layer twice, eagerly and recorded, on the same batches, random masks included.
 *
 * @param tf native TensorFlow
 * @param backend its backend
 * @param battery the layer
 * @param optimizer what changes the weights
 * @param steps how many, on a new batch each
 * @param options of the recording
 * @returns null where no gradient flows through the layer, so that nothing can be trained
 */
export function compareRecorded(
  tf: Tf,
  backend: NativeBackend,
  battery: BatteryCase,
  optimizer: OptimizerSettings,
  steps: number,
  options: Partial<RecordingOptions>,
): Comparison | null {
  const request = requestOf(battery, optimizer);
  const eager = new TfjsModel(tf, request);
  const recorded = new RecordedModel(tf, backend, new TfjsModel(tf, request), options);
  try {
    const batches = batchesOf(eager, request, steps);
    if (!trains(eager, batches)) return null;
    recorded.rehearse({ train: batches.slice(0, 1), evaluate: [] });
    const some = recorded.stepsPerCall;
    for (let step = 0; step < steps; step += some)
      recorded.trainBatches(batches.slice(step, step + some), step);
    const { execution } = recorded;
    const reason = execution.kind === 'eager' ? execution.reason : null;
    return { ...farthest(eager, recorded, battery), eager: reason };
  } finally {
    eager.dispose();
    recorded.dispose();
  }
}

function trains(model: EngineModel, batches: readonly Batch[]): boolean {
  try {
    for (const [step, batch] of batches.entries()) model.trainBatch(batch, step);
    return true;
  } catch (error) {
    if (
      error instanceof Error &&
      /No layer of the network has weights|Cannot find a connection/.test(error.message)
    )
      return false;
    throw error;
  }
}

function requestOf(battery: BatteryCase, optimizer: OptimizerSettings): BuildRequest {
  const inference = inferDocument(
    caseDocument(battery, shape => ({
      type: 'Dense',
      parameters: { units: Number(shape.at(-1)), use_bias: false },
    })),
  );
  const outputs = inference.graph.outputs.map(() => ({
    loss: 'mean_squared_error' as const,
    weight: 1,
    metrics: [],
  }));
  return {
    graph: inference.graph,
    inference,
    seed: SEED,
    weights: comparisonWeightStore(inference, SEED),
    learning: { optimizer: completeOptimizer(optimizer), outputs, seed: SEED },
  };
}

/**
 * Targets lie close by: of a training that diverges, rounding errors are all that could be compared. They are random and lie off to
 * one side: where errors cancel out over the samples a gradient is rounding alone, of which an adaptive optimizer makes whole steps.
 */
function batchesOf(model: EngineModel, { inference }: BuildRequest, count: number): readonly Batch[] {
  return Array.from({ length: count }, (_, step) => {
    const inputs = [...randomInputs(inference, SAMPLES, SEED + step).values()];
    const random = generator(mixSeed(SEED, 'targets', step));
    const targets = model.predict(inputs).map(
      (output): NumericTensor => ({
        shape: output.shape,
        data: Float32Array.from(output.data, value => value + 1.5 * random() - 0.5),
      }),
    );
    return { inputs, targets };
  });
}

/** Weights without a gradient are left out: an adaptive optimizer makes whole steps of the rounding errors there. */
function farthest(
  a: EngineModel,
  b: EngineModel,
  { still = [] }: BatteryCase,
): { difference: number; where: string } {
  let worst = { difference: 0, where: '' };
  const others = b.getWeights();
  for (const [where, { data }] of a.getWeights()) {
    if (still.some(name => where === `layer/${name}`)) continue;
    const other = others.get(where)?.data;
    const scale = Math.max(1, ...Array.from(data, Math.abs).filter(Number.isFinite));
    for (const [i, value] of data.entries()) {
      // A training that diverges ends in the same nothing.
      if (!Number.isFinite(value) && !Number.isFinite(other?.[i])) continue;
      const difference = Math.abs(value - (other?.[i] ?? Number.NaN)) / scale;
      if (!(difference <= worst.difference)) worst = { difference, where };
    }
  }
  return worst;
}
