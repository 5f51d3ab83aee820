import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { loadWebGpu } from './load-webgpu.ts';
import { type GpuAnswer, type GpuRequest, type GpuThreadData, SIGNAL } from './protocol.ts';
import { gpuCalls } from './serve-gpu-calls.ts';

/** Answers the calls of the thread that started this one, one after the other. */
export function serveGpuThread(): void {
  const { signal, packageDirectory }: GpuThreadData = workerData;
  const calls = gpuCalls(() => loadWebGpu(packageDirectory));
  const wake = (state: number) => {
    Atomics.store(signal, 0, state);
    Atomics.notify(signal, 0);
  };
  const answer = async ({ name, parameters }: GpuRequest): Promise<GpuAnswer> => {
    try {
      // The names and their parameters belong together; the type of a union of functions cannot say so.
      const call = calls[name] as (...given: readonly unknown[]) => Promise<never>;
      return { result: await call(...parameters) };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : null;
      return { error: { message: error instanceof Error ? error.message : String(error), code } };
    }
  };
  // Whoever sleeps on the signal must not sleep for ever when this thread dies.
  process.on('exit', () => wake(SIGNAL.ended));
  parentPort?.once('message', (port: MessagePort) => {
    port.on('message', async (request: GpuRequest) => {
      port.postMessage(await answer(request));
      wake(SIGNAL.answered);
    });
  });
}
