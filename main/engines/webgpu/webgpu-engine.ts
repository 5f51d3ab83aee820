import path from 'node:path';
import { netloomDirectory } from '../../setup/place.ts';
import { isElectron } from '../../setup/plain-node.ts';
import { SetupError } from '../../setup/setup-error.ts';
import type { BuildRequest, Engine } from '../engine.ts';
import { GpuThread } from './gpu-thread.ts';
import { heldWeights } from './held-weights.ts';
import { WebGpuModel } from './webgpu-model.ts';

/** The thread's program as the build makes it. */
function builtProgram(): string {
  return path.join(netloomDirectory(), 'dist/node/gpu-thread.mjs');
}

/**
 * The engine on WebGPU: TensorFlow.js operation by operation, on any maker's GPU.
 *
 * @param program the thread's program; by default the built one
 * @throws SetupError engine.not-ready where there is no adapter, and in Electron
 */
export function webGpuEngine(program = builtProgram()): Engine {
  if (isElectron())
    throw new SetupError(
      'engine.not-ready',
      "WebGPU needs a plain Node beside this app, and none was found. Set up WebGPU in Netloom's window, or install Node 20.19 or newer.",
    );
  const thread = new GpuThread(program);
  const opened = thread.call('open', []);
  let models = 0;
  return {
    name: 'webgpu',
    version: opened.version,
    device: opened.device,
    build: request => {
      const id = models++;
      const weights = heldWeights(request.inference, request.weights);
      thread.call('build', [id, packed(request, weights)]);
      return new WebGpuModel(thread, id, request, opened);
    },
  };
}

function packed({ graph, seed, learning }: BuildRequest, weights: ReadonlyMap<string, Float32Array>) {
  // Maps of other classes do not reach another thread.
  const plain = { ...graph, nodes: new Map(graph.nodes), consumers: new Map(graph.consumers) };
  return { graph: plain, seed, weights, learning };
}
