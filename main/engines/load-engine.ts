import { automaticEngine, type EngineName } from '../../shared/contract/engines.ts';
import { engineStatuses } from '../setup/engine-statuses.ts';
import { loadJavaScriptEngine, loadTensorFlow } from '../setup/load-tensorflow.ts';
import type { Engine } from './engine.ts';
import { tfjsEngine } from './tfjs-engine.ts';
import { webGpuEngine } from './webgpu/webgpu-engine.ts';

/**
 * Loads an engine into this process; a process uses one.
 *
 * @param name the engine
 * @throws SetupError with the remedy when it is not ready
 */
export async function loadEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case 'javascript': {
      const tf = await loadJavaScriptEngine();
      return tfjsEngine(tf, name, tf.version.tfjs);
    }
    case 'webgpu':
      return webGpuEngine();
    case 'tensorflow': {
      const tf = await loadTensorFlow();
      const [status] = await engineStatuses({ only: [name] });
      return tfjsEngine(tf, name, status?.version ?? tf.version.tfjs, status?.device);
    }
  }
}

/** The engine to use when the user names none: the best that is ready. */
export async function defaultEngineName(): Promise<EngineName> {
  // Looking for a GPU takes a process; native TensorFlow comes before it.
  const [native] = await engineStatuses({ only: ['tensorflow'] });
  return automaticEngine(native?.state === 'ready' ? [native] : await engineStatuses());
}
