import {
  automaticEngine,
  type EngineName,
  type EngineStatus,
  engineNameSchema,
} from '../../shared/contract/engines.ts';
import { Select } from '../controls/index.ts';
import { ENGINE_TITLES, useEngineStatuses } from '../state/engines.ts';
import { chooseEngine, useTraining } from '../state/training-store.ts';
import { SetUpButton } from './set-up-button.tsx';
import styles from './settings-panel.module.css';

/** What computes the training, and whether it is ready. */
export function EngineSettings() {
  const engines = useEngineStatuses(state => state.engines);
  const chosen = useTraining(state => state.engine);
  const automatic = automaticEngine(engines ?? []);
  const name = chosen ?? automatic;
  const status = engines?.find(engine => engine.name === name);
  return (
    <>
      <Select
        label="Engine"
        value={name}
        faint={chosen === null}
        options={engineNameSchema.options.map(value => ({ value, label: label(value, engines) }))}
        onChange={value => chooseEngine(value === automatic ? null : value)}
      />
      {status && (
        <p className={styles.state}>
          <span className={status.state === 'ready' ? styles.dot : `${styles.dot} ${styles.isMissing}`} />
          <span>
            {status.detail}
            {status.remedy !== null && (
              <>
                {' '}
                Mend it with <code>{status.remedy}</code>.
              </>
            )}
          </span>
        </p>
      )}
      {status?.canSetUp && (
        <div className={styles.setUp}>
          <SetUpButton />
        </div>
      )}
    </>
  );
}

function label(name: EngineName, engines: readonly EngineStatus[] | null): string {
  const status = engines?.find(engine => engine.name === name);
  if (!status) return ENGINE_TITLES[name];
  return status.state === 'ready'
    ? `${ENGINE_TITLES[name]}, ${status.device}`
    : `${ENGINE_TITLES[name]} (${status.state})`;
}
