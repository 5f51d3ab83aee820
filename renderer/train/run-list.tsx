import { Check, RotateCcw, Trash2 } from 'lucide-react';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { Button, Field, Section, Select } from '../controls/index.ts';
import { engineWords } from '../state/engines.ts';
import { ask } from '../state/requests.ts';
import {
  besideRun,
  canAdoptSettings,
  chooseWeights,
  compareWith,
  hasWeights,
  isBusy,
  isResumable,
  removeRun,
  shownRun,
  showRun,
  startRun,
  useTraining,
  weightsRun,
} from '../state/training-store.ts';
import styles from './run-list.module.css';
import { formatDuration, formatLoss, formatPercent, runTitle, statusText, weightsLabel } from './wording.ts';

/** The kept runs of this network; a click shows a run's curves and what can be done with it. */
export function RunList() {
  const runs = useTraining(state => state.runs);
  const shown = useTraining(shownRun);
  const weights = useTraining(weightsRun);
  return (
    <Section title="Runs of this network">
      {runs === null || runs.length === 0 ? (
        <p className={styles.quiet}>{runs === null ? 'Not read yet.' : 'None yet.'}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col" className={styles.number} title="Accuracy on the test samples, else the loss">
                Test
              </th>
              <th scope="col" className={styles.number}>
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map(run => (
              <Row key={run.path} run={run} isShown={run === shown} isChosen={run === weights} />
            ))}
          </tbody>
        </table>
      )}
      {shown && <RunDetails run={shown} isChosen={shown === weights} />}
    </Section>
  );
}

interface RowProps {
  readonly run: RunSummary;
  readonly isShown: boolean;
  readonly isChosen: boolean;
}

function Row({ run, isShown, isChosen }: RowProps) {
  return (
    <tr className={isShown ? styles.shown : ''} onClick={() => showRun(run.path)}>
      <td>
        <button type="button" className={styles.name} aria-pressed={isShown} title={run.name}>
          {run.status === 'imported' ? 'Imported weights' : runTitle(run)}
        </button>
        {isChosen && <Check size={12} className={styles.chosen} aria-label="its weights are used" />}
        {run.status !== 'done' && run.status !== 'imported' && (
          <span className={toneOf(run)}>{statusText(run)}</span>
        )}
      </td>
      <td className={styles.number}>{testFigure(run)}</td>
      <td className={styles.number}>{run.status === 'imported' ? '–' : formatDuration(run.duration)}</td>
    </tr>
  );
}

function toneOf(run: RunSummary): string | undefined {
  if (run.status === 'failed') return styles.failed;
  return isBusy(run) ? styles.busy : styles.status;
}

function testFigure({ test }: RunSummary): string {
  if (!test) return '–';
  if (test.accuracy !== undefined) return formatPercent(test.accuracy);
  return test.loss === undefined ? '–' : formatLoss(test.loss);
}

function RunDetails({ run, isChosen }: { readonly run: RunSummary; readonly isChosen: boolean }) {
  const { datasets } = useTraining.getState();
  const dataset = datasets.find(({ name }) => name === run.dataset)?.title ?? run.dataset;
  const remove = async () => {
    const choice = await ask({
      title: `Remove the run of ${runTitle(run)}?`,
      text: 'Its weights and curves are deleted from the disk.',
      choices: [
        { id: 'keep', label: 'Keep it' },
        { id: 'remove', label: 'Remove', tone: 'danger' },
      ],
    });
    if (choice === 'remove') await removeRun(run.path);
  };
  return (
    <div className={styles.details}>
      <p className={styles.quiet}>
        {run.status === 'imported'
          ? run.reason
          : `${dataset}; ${engineWords(run)}; ${run.epochsDone} of ${run.epochs} epochs; ${run.learning}`}
      </p>
      <div className={styles.actions}>
        {isResumable(run) && (
          <Button size="small" icon={RotateCcw} onClick={() => void startRun(run.path)}>
            Resume
          </Button>
        )}
        {canAdoptSettings(run) && (
          <Button
            size="small"
            title="Goes on with the learning rate, schedule, clipping, early stopping and epochs that stand at the left, instead of its own"
            onClick={() => void startRun(run.path, true)}
          >
            Go on with these settings
          </Button>
        )}
        <Button
          size="small"
          disabled={isChosen || !hasWeights(run)}
          title="Export and Try it take the weights of this run"
          onClick={() => chooseWeights(run.path)}
        >
          {isChosen ? 'Weights in use' : 'Use its weights'}
        </Button>
        <Button size="small" icon={Trash2} disabled={isBusy(run)} onClick={() => void remove()}>
          Remove
        </Button>
      </div>
      <Comparison run={run} />
    </div>
  );
}

/** Which other run's curves are drawn beside those of the shown one. */
function Comparison({ run }: { readonly run: RunSummary }) {
  const runs = useTraining(state => state.runs);
  const beside = useTraining(besideRun);
  const others = (runs ?? []).filter(
    other => other.path !== run.path && other.status !== 'imported' && other.epochsDone > 0,
  );
  if (run.epochsDone === 0 || others.length === 0) return null;
  return (
    <>
      <Field label="compare with" title="Draws the curves of another run in dashes">
        <Select
          value={beside?.path ?? ''}
          faint={beside === undefined}
          options={[
            { value: '', label: 'no other run' },
            ...others.map(other => ({ value: other.path, label: weightsLabel(other) })),
          ]}
          onChange={path => compareWith(path === '' ? null : path)}
        />
      </Field>
      {beside && (
        <p className={styles.quiet}>
          {runTitle(beside)}: {beside.epochsDone} of {beside.epochs} epochs; {beside.learning}
        </p>
      )}
    </>
  );
}
