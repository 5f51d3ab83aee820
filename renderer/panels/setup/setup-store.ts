import { create } from 'zustand';
import type { SetupProgress } from '../../../shared/contract/engines.ts';
import { tell } from '../../state/notices.ts';
import { recall, remember } from '../../state/remembered.ts';
import { call, onServiceEvent, sentenceOf } from '../../state/service.ts';

/** Where the set-up of the native engine stands, as far as this window has heard. */
export type SetupState =
  | { readonly at: 'quiet' }
  | { readonly at: 'running'; readonly progress: SetupProgress | null }
  | { readonly at: 'failed'; readonly message: string };

/** The set-up's state; `quiet` when nothing runs and nothing failed. */
export const useSetup = create<{ readonly state: SetupState }>()(() => ({ state: { at: 'quiet' } }));

/** Follows the service's set-up events; answers the function that stops. */
export function followSetup(): () => void {
  const stops = [
    onServiceEvent('setup.progress', progress => useSetup.setState({ state: { at: 'running', progress } })),
    onServiceEvent('setup.done', ({ problem }) => {
      const wasRunning = useSetup.getState().state.at === 'running';
      useSetup.setState({ state: problem === null ? { at: 'quiet' } : { at: 'failed', message: problem } });
      if (problem === null && wasRunning) tell('Native TensorFlow is ready.');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Begins the set-up, or begins it again where it stopped. */
export async function startSetup(): Promise<void> {
  remember('setup.declined', false);
  useSetup.setState({ state: { at: 'running', progress: null } });
  try {
    await call('setup.start', {});
  } catch (error) {
    useSetup.setState({ state: { at: 'failed', message: sentenceOf(error) } });
  }
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

/** Begins the set-up by itself, unless the user has stopped or hidden it once. */
export function offerSetup(): void {
  if (recall('setup.declined', false, isFlag) || useSetup.getState().state.at !== 'quiet') return;
  void startSetup();
}

/** Stops the set-up; what was fetched is kept for the next time, which the user begins. */
export function cancelSetup(): void {
  remember('setup.declined', true);
  call('setup.cancel', {}).catch((error: unknown) => tell(sentenceOf(error), 'error'));
}

/** Takes the strip away; the set-up can be begun again from the engine's state. */
export function dismissSetup(): void {
  remember('setup.declined', true);
  useSetup.setState({ state: { at: 'quiet' } });
}
