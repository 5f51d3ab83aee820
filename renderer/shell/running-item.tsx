import { formatMemory } from '../../shared/analysis/format-memory.ts';
import { isActive, useTraining } from '../state/training-store.ts';
import { useView } from '../state/view-store.ts';
import styles from './status-line.module.css';

/**
 * What runs: the epoch of this network's training (the Train view says it itself), how many runs wait, and the memory of the training
 * processes.
 */
export function RunningItem() {
  const runs = useTraining(state => state.runs);
  const memory = useTraining(state => state.memory);
  const isTold = useView(state => state.view === 'train');
  const active = isTold ? [] : (runs ?? []).filter(isActive);
  const waiting = (runs ?? []).filter(run => run.status === 'queued').length;
  const held = Object.values(memory);
  const bytes = held.reduce((sum, one) => sum + one.bytes, 0);
  const [first] = active;
  const parts = [
    first
      ? `${first.status === 'paused' ? 'Paused' : 'Training'}, epoch ${Math.min(first.epochs, first.epochsDone + 1)} of ${first.epochs}`
      : '',
    waiting === 0 ? '' : waiting === 1 ? '1 run waits' : `${waiting} runs wait`,
    held.length === 0
      ? ''
      : `${held.length === 1 ? 'worker' : `${held.length} workers`} ${formatMemory(bytes)}`,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <button
      type="button"
      className={styles.running}
      title="Trainings of this machine, and the main memory that their processes hold"
      onClick={() => useView.getState().setView('train')}
    >
      {parts.join(' · ')}
    </button>
  );
}
