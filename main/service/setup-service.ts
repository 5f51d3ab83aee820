import type { SetupEngine } from '../../shared/contract/engines.ts';
import type { Handlers } from '../../shared/contract/protocol.ts';
import type { SETUP_METHODS } from '../../shared/contract/setup.ts';
import { engineStatuses } from '../setup/engine-statuses.ts';
import { runSetup } from '../setup/run-setup.ts';
import { setUpWebGpu } from '../setup/set-up-webgpu.ts';

const SETUPS = { tensorflow: runSetup, webgpu: setUpWebGpu } as const;

/** Set-up as the window sees it. */
export interface SetupService {
  readonly handlers: Handlers<typeof SETUP_METHODS>;
  /** Ends a running set-up. */
  close(): void;
}

/**
 * Runs one set-up at a time and tells its progress to every window.
 *
 * @param emit tells every window an event
 */
export function createSetupService(emit: (event: string, data: unknown) => void): SetupService {
  let running: AbortController | null = null;
  const start = async (engine: SetupEngine, abort: AbortController) => {
    try {
      await SETUPS[engine]({
        signal: abort.signal,
        onProgress: progress => emit('setup.progress', { engine, ...progress }),
      });
      emit('setup.done', { engine, problem: null });
    } catch (error) {
      const cancelled = 'The set-up was cancelled; the next one goes on where it stopped.';
      emit('setup.done', {
        engine,
        problem: abort.signal.aborted ? cancelled : error instanceof Error ? error.message : String(error),
      });
    } finally {
      if (running === abort) running = null;
    }
  };
  return {
    handlers: {
      'engines.list': () => engineStatuses(),
      'setup.start': ({ engine }) => {
        if (running) return {};
        running = new AbortController();
        void start(engine, running);
        return {};
      },
      'setup.cancel': () => {
        running?.abort();
        return {};
      },
    },
    close: () => running?.abort(),
  };
}
