import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { netloomDirectory } from '../../setup/place.ts';
import { SetupError } from '../../setup/setup-error.ts';
import { EngineError } from '../engine.ts';
import {
  type GpuAnswer,
  type GpuCallName,
  type GpuCalls,
  type GpuRequest,
  type GpuThreadData,
  SIGNAL,
} from './protocol.ts';

/** Heap of the thread in megabytes: more than is ever needed, so that the system and not Node ends what is too large. */
const HEAP = 16_384;

/**
 * A thread that computes on the GPU, called as if it were a function. WebGPU gives results through promises alone, while engines
 * answer at once: so the GPU lives in a thread of its own, and the caller sleeps until that has answered.
 */
export class GpuThread {
  private readonly signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly worker: Worker;
  private readonly port: MessageChannel['port1'];

  /**
   * Starts the thread; it ends with the process.
   *
   * @param program the built file of app/worker/gpu-thread.ts
   */
  constructor(program: string) {
    const { port1, port2 } = new MessageChannel();
    const workerData: GpuThreadData = { signal: this.signal, packageDirectory: netloomDirectory() };
    this.port = port1;
    this.worker = new Worker(program, { workerData, resourceLimits: { maxOldGenerationSizeMb: HEAP } });
    // The caller sleeps while the thread works, so what goes wrong is told by the signal.
    this.worker.on('error', () => undefined);
    this.worker.postMessage(port2, [port2]);
    this.worker.unref();
    port1.unref();
  }

  /**
   * Calls the thread and sleeps until it has answered.
   *
   * @param name which call
   * @param parameters its parameters
   * @throws EngineError or SetupError as the thread threw it
   */
  call<N extends GpuCallName>(name: N, parameters: Parameters<GpuCalls[N]>): ReturnType<GpuCalls[N]> {
    if (Atomics.load(this.signal, 0) === SIGNAL.ended) throw ended();
    Atomics.store(this.signal, 0, SIGNAL.waiting);
    const request: GpuRequest<N> = { name, parameters };
    this.port.postMessage(request);
    Atomics.wait(this.signal, 0, SIGNAL.waiting);
    const received = receiveMessageOnPort(this.port);
    if (received === undefined) throw ended();
    const answer: GpuAnswer<N> = received.message;
    if ('result' in answer) return answer.result;
    throw errorOf(answer.error);
  }
}

function ended(): EngineError {
  return new EngineError(
    'engine.network',
    'The thread that computes on WebGPU has ended. Start the training again, or choose another engine.',
  );
}

const ENGINE_CODES: readonly EngineError['code'][] = [
  'engine.network',
  'engine.input',
  'engine.weights',
  'engine.memory',
];

function errorOf({ code, message }: { message: string; code: string | null }): Error {
  const known = ENGINE_CODES.find(candidate => candidate === code);
  if (known) return new EngineError(known, message);
  return code === 'engine.not-ready' ? new SetupError(code, message) : new Error(message);
}
