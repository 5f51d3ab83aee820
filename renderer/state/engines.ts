import { create } from 'zustand';
import {
  automaticEngine,
  type EngineName,
  type EngineStatus,
  engineNameSchema,
} from '../../shared/contract/engines.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { call, onServiceEvent, useService } from './service.ts';

interface EnginesState {
  /** Null until the service has told. */
  readonly engines: readonly EngineStatus[] | null;
}

/** The engines as the service last told. */
export const useEngineStatuses = create<EnginesState>()(() => ({ engines: null }));

/** Asks the service which engines are ready. */
export function refreshEngines(): void {
  call('engines.list', {}).then(
    engines => useEngineStatuses.setState({ engines }),
    () => {
      // The connection's own state is shown then.
    },
  );
}

/** Keeps the engines' states up to date: at each connection and after each set-up. */
export function startEngines(): void {
  useService.subscribe((state, before) => {
    if (state.connection === 'open' && before.connection !== 'open') refreshEngines();
  });
  onServiceEvent('setup.done', refreshEngines);
  if (useService.getState().connection === 'open') refreshEngines();
}

/** What users call the engines. */
export const ENGINE_TITLES: Readonly<Record<EngineName, string>> = {
  tensorflow: 'TensorFlow',
  webgpu: 'WebGPU',
  javascript: 'JavaScript',
};

/** An engine of a run in words, with what it computes on where that is known. */
export function engineWords({ engine, device }: Pick<RunSummary, 'engine' | 'device'>): string {
  const name = engineNameSchema.safeParse(engine);
  const title = name.success ? ENGINE_TITLES[name.data] : engine;
  return device === '' ? title : `${title}, ${device}`;
}

/**
 * The engine that training would use, in words.
 *
 * @param chosen the user's choice; null for the best that is ready
 */
export function useEngines(chosen: EngineName | null): {
  readonly engine: string;
  readonly detail: string;
  readonly isReady: boolean;
} {
  const engines = useEngineStatuses(state => state.engines);
  if (!engines) return { engine: 'Looking for engines', detail: '', isReady: false };
  const name = chosen ?? automaticEngine(engines);
  const best = engines.find(engine => engine.name === name);
  if (best?.state !== 'ready')
    return { engine: `${ENGINE_TITLES[name]} is not ready`, detail: best?.detail ?? '', isReady: false };
  const version = /^\d+\.\d+/.exec(best.version ?? '');
  const kind = { tensorflow: ' native', webgpu: '', javascript: ' (slow)' }[name];
  const title = `${ENGINE_TITLES[name]}${version ? ` ${version[0]}` : ''}${kind}`;
  return { engine: `${title}, ${best.device}`, detail: best.detail, isReady: true };
}
