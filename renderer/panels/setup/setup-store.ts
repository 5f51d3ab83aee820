import { create } from 'zustand';
import type { SetupEngine, SetupProgress } from '../../../shared/contract/engines.ts';
import { tell } from '../../state/notices.ts';
import { preference, preferencesKnown, setPreference } from '../../state/preferences.ts';
import { call, onServiceEvent, sentenceOf } from '../../state/service.ts';

/** Where the set-up of an engine stands, as far as this window has heard. */
export type SetupState =
  | { readonly at: 'quiet' }
  | { readonly at: 'running'; readonly engine: SetupEngine; readonly progress: SetupProgress | null }
  | { readonly at: 'failed'; readonly engine: SetupEngine; readonly message: string };

/** What a set-up brings, in words. */
export const SETUP_TITLES: Readonly<Record<SetupEngine, string>> = {
  tensorflow: 'native TensorFlow',
  webgpu: 'WebGPU',
};

/** The set-up's state; `quiet` when nothing runs and nothing failed. */
export const useSetup = create<{ readonly state: SetupState }>()(() => ({ state: { at: 'quiet' } }));

/** Follows the service's set-up events; answers the function that stops. */
export function followSetup(): () => void {
  const stops = [
    onServiceEvent('setup.progress', ({ engine, ...progress }) =>
      useSetup.setState({ state: { at: 'running', engine, progress } }),
    ),
    onServiceEvent('setup.done', ({ engine, problem }) => {
      const wasRunning = useSetup.getState().state.at === 'running';
      useSetup.setState({
        state: problem === null ? { at: 'quiet' } : { at: 'failed', engine, message: problem },
      });
      const title = SETUP_TITLES[engine];
      if (problem === null && wasRunning) tell(`${title[0]?.toUpperCase()}${title.slice(1)} is ready.`);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * Begins a set-up, or begins it again where it stopped.
 *
 * @param engine what to set up
 */
export async function startSetup(engine: SetupEngine): Promise<void> {
  if (engine === 'tensorflow') setPreference('setup.declined', null);
  useSetup.setState({ state: { at: 'running', engine, progress: null } });
  try {
    await call('setup.start', { engine });
  } catch (error) {
    useSetup.setState({ state: { at: 'failed', engine, message: sentenceOf(error) } });
  }
}

/** Begins the set-up of native TensorFlow by itself, unless the user has stopped or hidden it once. */
export async function offerSetup(): Promise<void> {
  await preferencesKnown;
  if (preference('setup.declined') || useSetup.getState().state.at !== 'quiet') return;
  void startSetup('tensorflow');
}

/** Stops the set-up; what was fetched is kept for the next time, which the user begins. */
export function cancelSetup(): void {
  decline();
  call('setup.cancel', {}).catch((error: unknown) => tell(sentenceOf(error), 'error'));
}

/** Takes the strip away; the set-up can be begun again from the engine's state. */
export function dismissSetup(): void {
  decline();
  useSetup.setState({ state: { at: 'quiet' } });
}

/** Native TensorFlow is not set up by itself any more; only its own set-up says so. */
function decline(): void {
  const { state } = useSetup.getState();
  if (state.at === 'quiet' || state.engine === 'tensorflow') setPreference('setup.declined', true);
}
