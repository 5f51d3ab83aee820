import type { EngineName } from '../../shared/contract/engines.ts';
import { isElectron, plainNode } from '../setup/plain-node.ts';
import { defaultEngineName } from './load-engine.ts';

/**
 * What a process that is to load an engine must be started with: WebGPU needs a plain Node.
 *
 * @param engine the engine; null for the one that is used where the user names none
 * @returns an executable; undefined where this process's own serves, or none is there, which the engine then says
 */
export async function engineExecutable(engine: EngineName | null): Promise<string | undefined> {
  if (!isElectron()) return undefined;
  return (engine ?? (await defaultEngineName())) === 'webgpu' ? (await plainNode())?.path : undefined;
}
