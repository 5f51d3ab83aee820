import type { EngineName, EngineStatus } from '../../shared/contract/engines.ts';
import { Select } from '../controls/index.ts';
import { useEngineStatuses } from '../state/engines.ts';
import { chooseEngine, engineFor, useTraining } from '../state/training-store.ts';
import styles from './settings-panel.module.css';

const TITLES = { tensorflow: 'TensorFlow', javascript: 'JavaScript' } as const;
const NAMES: readonly EngineName[] = ['tensorflow', 'javascript'];

/** What computes the training, and whether it is ready. */
export function EngineSettings() {
  const engines = useEngineStatuses(state => state.engines);
  const chosen = useTraining(state => state.engine);
  const ready = (engines ?? []).filter(({ state }) => state === 'ready').map(({ name }) => name);
  const name = engineFor(chosen, ready);
  const status = engines?.find(engine => engine.name === name);
  return (
    <>
      <Select
        label="Engine"
        value={name}
        faint={chosen === null}
        options={NAMES.map(value => ({ value, label: label(value, engines) }))}
        onChange={value => chooseEngine(value === ready[0] ? null : value)}
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
    </>
  );
}

function label(name: EngineName, engines: readonly EngineStatus[] | null): string {
  const status = engines?.find(engine => engine.name === name);
  if (!status) return TITLES[name];
  return status.state === 'ready' ? `${TITLES[name]}, ${status.device}` : `${TITLES[name]} (${status.state})`;
}
