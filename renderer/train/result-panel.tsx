import type { Epoch } from '../../shared/contract/runs.ts';
import { Section } from '../controls/index.ts';
import { fitPoint } from '../plots/over-fitting.ts';
import { shownRun, useTraining } from '../state/training-store.ts';
import { ConfusionPanel } from './confusion-panel.tsx';
import styles from './result-panel.module.css';
import { RunList } from './run-list.tsx';
import { formatLoss, formatPercent, hasOneAccuracy, isAccuracy, metricTitle } from './wording.ts';

const NO_EPOCHS: readonly Epoch[] = [];

/** What the shown run reached, and the runs of this network. */
export function ResultPanel() {
  return (
    <aside className={styles.panel} aria-label="Results">
      <Result />
      <ConfusionPanel />
      <RunList />
    </aside>
  );
}

function Result() {
  const run = useTraining(shownRun);
  const epochs = useTraining(state => (run && state.histories[run.path]) ?? NO_EPOCHS);
  const fit = fitPoint(epochs);
  if (!run || !fit)
    return (
      <Section title="Result">
        <p className={styles.quiet}>The best epoch's figures appear here.</p>
      </Section>
    );
  const { best } = fit;
  const isValidated = best.valLoss !== null;
  const loss = best.valLoss ?? best.loss;
  const own = isValidated ? best.valAccuracy : best.accuracy;
  const accuracy = hasOneAccuracy(best) ? own : null;
  const { test } = run;
  return (
    <Section title={`${isValidated ? 'Validation' : 'Training'}, best epoch (${best.epoch})`}>
      <div className={styles.figure}>{accuracy === null ? formatLoss(loss) : formatPercent(accuracy)}</div>
      <p className={styles.quiet}>{accuracy === null ? 'loss' : `loss ${formatLoss(loss)}`}</p>
      {test && (
        <p className={styles.test}>
          Test:{' '}
          {testFigures(test)
            .map(([name, value]) =>
              name === 'accuracy'
                ? formatPercent(value)
                : `${metricTitle(name)} ${isAccuracy(name) ? formatPercent(value) : formatLoss(value)}`,
            )
            .join(', ')}
        </p>
      )}
    </Section>
  );
}

/** The figures of the test, accuracy and loss first. */
function testFigures({ accuracy, loss, ...others }: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries({
    ...(accuracy !== undefined && { accuracy }),
    ...(loss !== undefined && { loss }),
    ...others,
  });
}
