import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Tensor, Tf } from '../../../shared/layers/tfjs-contract.ts';
import { restoreRemovedUtil } from '../../setup/removed-util.ts';
import { SetupError } from '../../setup/setup-error.ts';
import { describeAdapter } from './adapter.ts';
import { composeKernels } from './composed-kernels.ts';
import { mendWgsl } from './mend-wgsl.ts';
import type { OpenedGpu } from './protocol.ts';

/** The part of WebGPU's device that is used here. Source: the W3C's WebGPU specification, section 4.4. */
interface Device {
  readonly queue: { onSubmittedWorkDone(): Promise<unknown> };
  readonly lost: Promise<{ readonly message: string }>;
  createShaderModule(description: { readonly code: string }): object;
  addEventListener(
    name: 'uncapturederror',
    listener: (event: { readonly error: { readonly message: string } }) => void,
  ): void;
}

/** The part of tfjs's WebGPU backend that is used here. Source: @tensorflow/tfjs-backend-webgpu 4.22.0, backend_webgpu.js. */
interface Backend {
  readonly device: Device;
  readonly tensorMap: { get(id: object): { readonly values?: unknown; readonly dtype: string } };
  /** What was recorded and not yet sent; null where there is nothing. */
  readonly commandEncoder: object | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(id: object): void;
  readSync(id: object): unknown;
}

/** TensorFlow.js on a GPU. */
export interface WebGpu {
  readonly tf: Tf;
  readonly opened: OpenedGpu;
  /**
   * Brings a tensor to the GPU, where it is not there already. Small tensors that are in memory alone are computed with there, which rounds
   * differently: what lives from step to step must not depend on where it came from.
   */
  upload(tensor: Tensor): void;
  /**
   * Waits until the GPU has done what it was asked.
   *
   * @throws Error with the GPU's words where it refused something since the last call
   */
  settle(): Promise<void>;
}

/**
 * Loads TensorFlow.js with the WebGPU backend into this thread, on the adapter that Dawn likes best.
 *
 * @param packageDirectory the folder whose node_modules hold the packages
 * @throws SetupError engine.not-ready
 */
export async function loadWebGpu(packageDirectory: string): Promise<WebGpu> {
  const load = createRequire(path.join(packageDirectory, 'package.json'));
  let program: string;
  try {
    program = load.resolve('webgpu');
  } catch (cause) {
    throw new SetupError('engine.not-ready', 'The package webgpu is not installed.', 'npm ci', { cause });
  }
  const { create, globals } = await import(pathToFileURL(program).href);
  Object.assign(globalThis, globals);
  // The backend looks for it when it registers; Dawn's object must stay alive as long as its device.
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, userAgent: 'Node.js' },
    configurable: true,
  });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new SetupError('engine.not-ready', 'WebGPU finds no graphics adapter on this machine.');
  restoreRemovedUtil();
  // The CommonJS builds: those for browsers would bring a second copy of tfjs.
  const tf: Tf = load('@tensorflow/tfjs');
  load('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu')))
    throw new SetupError('engine.not-ready', 'TensorFlow.js could not open the graphics adapter.');
  await tf.ready();
  const backend = tf.backend() as unknown as Backend;
  refuseReading(backend);
  mendShaders(backend);
  composeKernels(tf);
  const { version } = load('webgpu/package.json') as { version: string };
  return {
    tf,
    opened: { ...describeAdapter(adapter.info), version: `Dawn ${version}` },
    upload: tensor => backend.uploadToGPU(tensor.dataId),
    settle: settling(backend),
  };
}

/** A layer cannot wait for numbers of the GPU in the middle of a computation; those that are in memory it may have. */
function refuseReading(backend: Backend): void {
  const { readSync } = backend;
  backend.readSync = id => {
    const { values, dtype } = backend.tensorMap.get(id);
    if (values === undefined && dtype !== 'complex64')
      throw new Error('a layer needs computed numbers in memory, which WebGPU gives only between steps');
    return readSync.call(backend, id);
  };
}

function mendShaders({ device }: Backend): void {
  const create = device.createShaderModule.bind(device);
  device.createShaderModule = description => create({ ...description, code: mendWgsl(description.code) });
}

function settling(backend: Backend): () => Promise<void> {
  const { device } = backend;
  let complaint: string | null = null;
  let isLost = false;
  device.addEventListener('uncapturederror', ({ error }) => {
    complaint ??= error.message.trim();
  });
  const lost = device.lost.then(({ message }) => {
    isLost = true;
    complaint = `the graphics adapter was lost (${message.trim()})`;
  });
  return async () => {
    backend.endComputePassEncoder();
    if (backend.commandEncoder !== null) backend.submitQueue();
    await Promise.race([device.queue.onSubmittedWorkDone(), lost]);
    const found = complaint;
    if (!isLost) complaint = null;
    if (found !== null) throw new Error(found);
  };
}
