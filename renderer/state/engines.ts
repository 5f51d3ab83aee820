import { create } from 'zustand';
import type { EngineStatus } from '../../shared/contract/engines.ts';
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

/** The engine that training would use, in words. */
export function useEngines(): {
  readonly engine: string;
  readonly detail: string;
  readonly isReady: boolean;
} {
  const engines = useEngineStatuses(state => state.engines);
  const best = engines?.find(engine => engine.state === 'ready');
  if (!engines) return { engine: 'Looking for engines', detail: '', isReady: false };
  if (!best) return { engine: 'No engine is ready', detail: engines[0]?.detail ?? '', isReady: false };
  const name = best.name === 'tensorflow' ? 'TensorFlow' : 'JavaScript';
  const version = best.version === null ? '' : ` ${best.version.split('.').slice(0, 2).join('.')}`;
  const kind = best.name === 'tensorflow' ? ' native' : ' (slow)';
  return { engine: `${name}${version}${kind}, ${best.device}`, detail: best.detail, isReady: true };
}
