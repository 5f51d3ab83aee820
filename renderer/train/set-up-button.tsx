import { setupEngineSchema } from '../../shared/contract/engines.ts';
import { Button } from '../controls/index.ts';
import { SETUP_TITLES, startSetup, useSetup } from '../panels/setup/setup-store.ts';
import { useEngineStatuses } from '../state/engines.ts';
import { useTraining } from '../state/training-store.ts';

/** Sets up the engine that the user has chosen, where that would make it ready. */
export function SetUpButton() {
  const chosen = useTraining(state => state.engine);
  const canSetUp = useEngineStatuses(
    state => state.engines?.find(({ name }) => name === chosen)?.canSetUp ?? false,
  );
  const isRunning = useSetup(({ state }) => state.at === 'running');
  const { data: engine } = setupEngineSchema.safeParse(chosen);
  if (!engine || !canSetUp) return null;
  return (
    <Button size="small" disabled={isRunning} onClick={() => void startSetup(engine)}>
      Set up {SETUP_TITLES[engine]}
    </Button>
  );
}
