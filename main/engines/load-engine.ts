import type { EngineName } from '../../shared/contract/engines.ts';
import { engineStatuses } from '../setup/engine-statuses.ts';
import { loadJavaScriptEngine, loadTensorFlow } from '../setup/load-tensorflow.ts';
import type { Engine } from './engine.ts';
import { tfjsEngine } from './tfjs-engine.ts';

/**
 * Loads an engine into this process; a process uses one.
 *
 * @param name the engine
 * @throws SetupError with the remedy when it is not ready
 */
export async function loadEngine(name: EngineName): Promise<Engine> {
  if (name === 'javascript') {
    const tf = await loadJavaScriptEngine();
    return tfjsEngine(tf, name, tf.version.tfjs);
  }
  const tf = await loadTensorFlow();
  const status = (await engineStatuses()).find(candidate => candidate.name === name);
  return tfjsEngine(tf, name, status?.version ?? tf.version.tfjs);
}

/** The engine to use when the user names none: native TensorFlow where it is ready, else the one that is always there. */
export async function defaultEngineName(): Promise<EngineName> {
  const statuses = await engineStatuses();
  return statuses.some(status => status.name === 'tensorflow' && status.state === 'ready')
    ? 'tensorflow'
    : 'javascript';
}
