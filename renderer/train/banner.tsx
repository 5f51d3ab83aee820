import { CircleAlert, RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { Button, IconButton } from '../controls/index.ts';
import { useEditor } from '../state/editor-store.ts';
import { ENGINE_TITLES, useEngineStatuses } from '../state/engines.ts';
import {
  activeRun,
  dismissProblem,
  isResumable,
  otherEngine,
  shownRun,
  startRun,
  useTraining,
} from '../state/training-store.ts';
import { useView } from '../state/view-store.ts';
import styles from './banner.module.css';
import { changeTraining } from './change-training.ts';
import { SetUpButton } from './set-up-button.tsx';
import { type OptimizerKey, withOptimizerSetting } from './training-edits.ts';
import { type Obstacle, useObstacle } from './use-obstacle.ts';
import { useSettings } from './use-settings.ts';

type Tone = 'info' | 'warning' | 'error';

/** How grave the reason of a run's status is: one that stopped early is done well. */
const REASON_TONES: Readonly<Record<RunSummary['status'], Tone>> = {
  queued: 'info',
  running: 'info',
  paused: 'info',
  done: 'info',
  stopped: 'info',
  interrupted: 'warning',
  failed: 'error',
  imported: 'info',
};

/** Sentences above the curves: why a run ended early, what keeps the network from being trained, what failed. */
export function Banners() {
  const problem = useTraining(state => state.problem);
  const active = useTraining(activeRun);
  const run = useTraining(shownRun);
  const obstacle = useObstacle();
  return (
    <>
      {problem !== null && (
        <Banner tone="error" action={<IconButton label="Dismiss" icon={X} onClick={dismissProblem} />}>
          {problem}
        </Banner>
      )}
      {!active && obstacle && !obstacle.isTold && (
        <Banner tone="warning" action={<ObstacleAction obstacle={obstacle} />}>
          {obstacle.message}
        </Banner>
      )}
      {run && run.reason !== null && (
        <Banner tone={REASON_TONES[run.status]} action={isResumable(run) && <Remedies run={run} />}>
          {run.reason}
        </Banner>
      )}
    </>
  );
}

/** Ways to go on with a run that ended early. One whose loss was no number would only fail again with its own settings. */
function Remedies({ run }: { readonly run: RunSummary }) {
  const { optimizer } = useSettings();
  const other = otherEngine(
    run,
    useEngineStatuses(state => state.engines),
  );
  if (run.code !== 'run.diverged')
    return (
      <>
        <Button size="small" icon={RotateCcw} onClick={() => void startRun(run.path)}>
          Resume
        </Button>
        {other !== null && (
          <Button
            size="small"
            title="The engine of this run is not ready; another one rounds differently"
            onClick={() => void startRun(run.path, false, other)}
          >
            Resume on {ENGINE_TITLES[other]}
          </Button>
        )}
      </>
    );
  const lower = Number((optimizer.learning_rate / 10).toPrecision(6));
  const goOn = (title: string, key: OptimizerKey, value: number) => {
    changeTraining(title, training => withOptimizerSetting(training, key, value));
    void startRun(run.path, true);
  };
  return (
    <>
      <Button
        size="small"
        icon={RotateCcw}
        onClick={() => goOn(`Set learning_rate to ${lower}`, 'learning_rate', lower)}
      >
        Resume at rate {lower}
      </Button>
      <Button
        size="small"
        title="Clips the gradient of each weight at a norm of 1 (clipnorm)"
        onClick={() => goOn('Set clipnorm to 1', 'clipnorm', 1)}
      >
        Resume, clipped
      </Button>
    </>
  );
}

function ObstacleAction({ obstacle: { fix, place } }: { readonly obstacle: Obstacle }) {
  return (
    <>
      {fix && (
        <Button size="small" onClick={() => useEditor.getState().edit(fix.title, fix.edits)}>
          {fix.title}
        </Button>
      )}
      {place === 'design' && (
        <Button size="small" onClick={() => useView.getState().setView('design')}>
          Design
        </Button>
      )}
      {place === 'engine' && <SetUpButton />}
    </>
  );
}

interface BannerProps {
  readonly tone: Tone;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Banner({ tone, action, children }: BannerProps) {
  return (
    <div className={`${styles.banner} ${styles[tone]}`} role={tone === 'error' ? 'alert' : 'status'}>
      <CircleAlert size={15} aria-hidden="true" />
      <span className={styles.text}>{children}</span>
      {action && <span className={styles.actions}>{action}</span>}
    </div>
  );
}
