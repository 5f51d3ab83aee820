import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../../controls/index.ts';
import { useEngineStatuses } from '../../state/engines.ts';
import { useService } from '../../state/service.ts';
import { progressText } from './progress-text.ts';
import {
  cancelSetup,
  dismissSetup,
  followSetup,
  offerSetup,
  SETUP_TITLES,
  startSetup,
  useSetup,
} from './setup-store.ts';
import styles from './setup-strip.module.css';

/** A quiet line about a set-up: how far it is, why it failed, or that native TensorFlow could be set up. */
export function SetupStrip() {
  const state = useSetup(store => store.state);
  const isConnected = useService(store => store.connection === 'open');
  const missing = useEngineStatuses(store =>
    store.engines?.find(engine => engine.state !== 'ready' && engine.name === 'tensorflow'),
  );
  const [isDismissed, setIsDismissed] = useState(false);
  useEffect(followSetup, []);
  const isOffered = isConnected && missing !== undefined;
  useEffect(() => {
    if (isOffered) void offerSetup();
  }, [isOffered]);
  const hide = () => {
    dismissSetup();
    setIsDismissed(true);
  };
  if (!isConnected) return null;

  if (state.at === 'running') {
    const fraction = state.progress?.fraction ?? null;
    return (
      <div className={styles.strip}>
        <span className={styles.text}>
          Setting up {SETUP_TITLES[state.engine]}.{' '}
          {state.progress ? progressText(state.progress) : 'Beginning'}
        </span>
        <div
          className={styles.bar}
          role="progressbar"
          aria-label="Progress of this step"
          {...(fraction === null ? {} : { 'aria-valuenow': Math.round(fraction * 100) })}
        >
          {fraction !== null && <div className={styles.done} style={{ width: `${fraction * 100}%` }} />}
        </div>
        <span className={styles.rest} />
        <Button size="small" onClick={cancelSetup}>
          Cancel
        </Button>
      </div>
    );
  }
  if (state.at === 'failed')
    return (
      <div className={`${styles.strip} ${styles.failed}`} role="alert">
        <span className={styles.text} title={state.message}>
          {state.message}
        </span>
        <span className={styles.rest} />
        <Button size="small" onClick={() => void startSetup(state.engine)}>
          Try again
        </Button>
        <IconButton label="Hide this line" icon={X} onClick={hide} />
      </div>
    );
  if (!missing || isDismissed) return null;
  return (
    <div className={styles.strip}>
      <span className={styles.text} title={missing.detail}>
        Native TensorFlow is not set up: training uses the slow JavaScript engine.
      </span>
      <span className={styles.rest} />
      <Button size="small" onClick={() => void startSetup('tensorflow')}>
        Set up
      </Button>
      <IconButton label="Hide this line" icon={X} onClick={hide} />
    </div>
  );
}
