import type { EngineName } from '../../shared/contract/engines.ts';
import type { Tf } from '../../shared/layers/tfjs-contract.ts';
import type { BuildRequest, Engine, EngineModel } from './engine.ts';
import { nativeBackend } from './recording/native-backend.ts';
import { nativeOperations } from './recording/native-operations.ts';
import { RecordedModel } from './recording/recorded-model.ts';
import { TfjsModel } from './tfjs-model.ts';

/**
 * An engine on TensorFlow.js, with whichever backend the given library has. On native TensorFlow training steps and repeated predictions are recorded.
 *
 * @param tf the loaded library (tfjs-node for native TensorFlow)
 * @param name what users call the engine
 * @param version the version of the computing library
 * @param device what it computes on
 */
export function tfjsEngine(tf: Tf, name: EngineName, version: string, device = 'CPU'): Engine {
  const native = nativeBackend(tf);
  const operations = native && nativeOperations(tf, native);
  return {
    name,
    version,
    device,
    build: (request: BuildRequest): EngineModel => {
      const model = new TfjsModel(tf, request, operations);
      const { stepsPerCall: steps = null } = request;
      return native ? new RecordedModel(tf, native, model, { steps }) : model;
    },
  };
}
