import { formatMemory } from '../../shared/analysis/format-memory.ts';
import { isActive, shownRun, steeredRun, useTraining } from '../state/training-store.ts';
import styles from './progress-card.module.css';
import { formatDuration, formatTimeLeft, runTitle, statusText } from './wording.ts';

/** How far the shown run is: epoch, bar, rate, time left. */
export function ProgressCard() {
  const shown = useTraining(shownRun);
  const run = useTraining(state => steeredRun(state) ?? shownRun(state));
  const progress = useTraining(state => (run ? state.progress[run.path] : undefined));
  const memory = useTraining(state => (run ? state.memory[run.path] : undefined));
  if (!run || run.status === 'imported')
    return (
      <div className={styles.card}>
        <span className={styles.quiet}>
          {run
            ? 'Not trained here yet. Train begins a run.'
            : 'No run of this network yet. Train begins one.'}
        </span>
      </div>
    );
  const alive = isActive(run);
  const inEpoch =
    alive && progress && progress.epoch > run.epochsDone ? progress.batch / progress.batches : 0;
  const fraction = Math.min(1, (run.epochsDone + inEpoch) / run.epochs);
  const epoch = alive ? Math.min(run.epochs, run.epochsDone + 1) : run.epochsDone;
  return (
    <div className={styles.card}>
      {run !== shown && (
        <span className={styles.quiet} title="The run that trains, not the one whose curves are shown">
          {runTitle(run)}
        </span>
      )}
      <strong className={styles.epoch}>
        {alive ? `Epoch ${epoch} of ${run.epochs}` : `${epoch} of ${run.epochs} epochs`}
      </strong>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(fraction * 100)}
      >
        <div className={styles.done} style={{ width: `${fraction * 100}%` }} />
      </div>
      {alive && progress && run.status === 'running' ? (
        <>
          <span className={styles.quiet}>
            {Math.round(progress.samplesPerSecond).toLocaleString('en-US')} samples/s
          </span>
          {memory && (
            <span
              className={styles.quiet}
              title={
                memory.limit === null
                  ? 'Main memory that the training process holds'
                  : `Main memory that the training process holds, of ${formatMemory(memory.limit)} that it may`
              }
            >
              {formatMemory(memory.bytes)}
            </span>
          )}
          <span>{formatTimeLeft(progress.secondsLeft)}</span>
        </>
      ) : (
        <>
          <span className={styles.quiet}>{formatDuration(run.duration)}</span>
          <span>{run.status === 'running' ? 'starting' : statusText(run)}</span>
        </>
      )}
    </div>
  );
}
