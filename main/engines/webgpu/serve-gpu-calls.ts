import { inferGraph } from '../../../shared/inference/infer.ts';
import type { WeightStore } from '../../../shared/layers/weight-store.ts';
import { type Batch, type BuildRequest, EngineError } from '../engine.ts';
import { weightCell } from '../optimizer.ts';
import { SUMS_CELL } from '../scores.ts';
import type { StateCell } from '../state-cell.ts';
import { fromTensor } from '../tensors.ts';
import { TfjsModel } from '../tfjs-model.ts';
import type { WebGpu } from './load-webgpu.ts';
import type { GpuCalls, PackedBuild } from './protocol.ts';

/** The calls as the thread answers them: when the GPU is done. */
export type AsynchronousGpuCalls = {
  [N in keyof GpuCalls]: (...parameters: Parameters<GpuCalls[N]>) => Promise<ReturnType<GpuCalls[N]>>;
};

interface Hosted {
  readonly request: BuildRequest;
  readonly model: TfjsModel;
}

/**
 * Builds and runs models on a GPU.
 *
 * @param load opens the GPU; called once
 */
export function gpuCalls(load: () => Promise<WebGpu>): AsynchronousGpuCalls {
  let gpu: WebGpu | null = null;
  const hosted = new Map<number, Hosted>();
  const opened = (): WebGpu => {
    if (gpu === null) throw new Error('WebGPU was not opened.');
    return gpu;
  };
  const find = (id: number): Hosted => {
    const found = hosted.get(id);
    if (!found) throw new Error('There is no such model on WebGPU.');
    return found;
  };
  /** Lets the GPU do something with a model and waits for it. */
  const computed = async <T>(work: () => T): Promise<T> => {
    try {
      const result = work();
      await opened().settle();
      return result;
    } catch (error) {
      throw refused(error);
    }
  };
  /** The same when the model's state is in memory, where it can be read at once. */
  const read = async <T>(id: number, matters: (cell: string) => boolean, work: (model: TfjsModel) => T) => {
    const { model } = find(id);
    await fetchCells(model.cells, matters);
    return work(model);
  };
  return {
    open: async () => {
      gpu ??= await load();
      return gpu.opened;
    },
    build: (id, packed) =>
      computed(() => {
        const request = unpacked(packed);
        hosted.set(id, { request, model: new TfjsModel(opened().tf, request) });
      }),
    rehearse: async (id, batch) => tryOut(opened(), find(id).request, batch, computed),
    predict: async (id, inputs, request) => {
      const { model } = find(id);
      const { tf } = opened();
      const [tensors, results] = await computed(() => {
        const given = model.inputsOf(inputs);
        return [given, model.compute(given, request)] as const;
      });
      await Promise.all(results.map(result => result.data()));
      const numbers = results.map(fromTensor);
      tf.dispose([...tensors, ...results]);
      return numbers;
    },
    train: (id, batches, step, table) =>
      computed(() => {
        const { model } = find(id);
        if (table) model.setRates(update => table.rates[update - table.first] ?? table.rates.at(-1) ?? 0);
        for (const cell of model.cells.values()) opened().upload(cell.read());
        model.trainBatches(batches, step);
        return model.updates;
      }),
    evaluate: (id, batch) => computed(() => find(id).model.evaluateBatch(batch)),
    readScores: id =>
      read(
        id,
        cell => cell === SUMS_CELL,
        model => model.readScores(),
      ),
    resetScores: async id => find(id).model.resetScores(),
    getWeights: id =>
      read(
        id,
        cell => cell.startsWith(weightCell('')),
        model => model.getWeights(),
      ),
    setWeights: (id, weights) => computed(() => find(id).model.setWeights(mapStore(weights))),
    getAverages: id =>
      read(
        id,
        cell => !cell.startsWith(weightCell('')),
        model => model.getAverages(),
      ),
    getOptimizerState: id =>
      read(
        id,
        cell => !cell.startsWith(weightCell('')),
        model => model.getOptimizerState(),
      ),
    setOptimizerState: (id, state) =>
      computed(() => {
        const { model } = find(id);
        model.setOptimizerState(state);
        return model.updates;
      }),
    dispose: async id => {
      find(id).model.dispose();
      hosted.delete(id);
    },
  };
}

function unpacked({ graph, seed, weights, learning }: PackedBuild): BuildRequest {
  const request = { graph, inference: inferGraph(graph), seed, weights: mapStore(weights) };
  return learning === undefined ? request : { ...request, learning };
}

function mapStore(weights: ReadonlyMap<string, Float32Array>): WeightStore {
  return { get: name => weights.get(name) };
}

/** Brings tensors into memory, where tfjs keeps them for who reads at once. */
async function fetchCells(
  cells: ReadonlyMap<string, StateCell>,
  matters: (cell: string) => boolean,
): Promise<void> {
  await Promise.all([...cells].filter(([name]) => matters(name)).map(([, cell]) => cell.read().data()));
}

/**
 * Makes one training step on a twin of the model, so that what the GPU cannot compute is told before the training begins. The twin is gone
 * again afterwards.
 */
async function tryOut(
  { tf }: WebGpu,
  request: BuildRequest,
  batch: Batch,
  computed: <T>(work: () => T) => Promise<T>,
): Promise<void> {
  // An exception must leave no tensors behind.
  tf.engine().startScope();
  let twin: TfjsModel | null = null;
  try {
    await computed(() => {
      twin = new TfjsModel(tf, request);
      twin.trainBatch(batch, 0);
    });
  } finally {
    (twin as TfjsModel | null)?.dispose();
    tf.engine().endScope();
  }
}

/** Says an error of the GPU or of tfjs's backend so that the user knows what to do; sentences of ours stay. */
function refused(error: unknown): unknown {
  if (error instanceof EngineError || !(error instanceof Error)) return error;
  const kernel = /Kernel '(\w+)' not registered/.exec(error.message)?.[1];
  const reason = kernel
    ? `TensorFlow.js has no operation ${kernel} there`
    : (error.message.split('\n')[0] ?? '').replace(/\.$/, '');
  const isMemory = /out of memory|exceeds the max|too large/i.test(error.message);
  return new EngineError(
    isMemory ? 'engine.memory' : 'engine.network',
    `WebGPU cannot compute this network: ${reason}. ${isMemory ? 'Use a smaller batch, or choose' : 'Choose'} the engine tensorflow or javascript.`,
  );
}
