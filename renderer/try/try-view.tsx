import { useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { Button, Section, Select } from '../controls/index.ts';
import { lookAtRunData } from '../state/data-store.ts';
import { useEditor } from '../state/editor-store.ts';
import { useService } from '../state/service.ts';
import { chooseWeights, hasWeights, useTraining, weightsRun } from '../state/training-store.ts';
import { useView } from '../state/view-store.ts';
import { formatLoss, formatPercent, weightsLabel } from '../train/wording.ts';
import { DrawCard, takesSigns } from './draw-card.tsx';
import { SamplesCard } from './samples-card.tsx';
import styles from './try-view.module.css';

/** The Try view: a trained run predicts samples of its data, and a digit that the user draws. */
export default function TryView() {
  const runs = useTraining(state => state.runs);
  const run = useTraining(weightsRun);
  // Imported weights were trained on data that nobody told: the document's own setting says what to try them on.
  const wanted = useEditor(state => state.document.training?.dataset);
  const dataset = useTraining(state => state.datasets.find(({ name }) => name === (run?.dataset || wanted)));
  const path = run?.path ?? '';
  const epochsDone = run?.epochsDone ?? 0;
  const weights = useMemo(() => ({ path, epochsDone }), [path, epochsDone]);
  const trained = runs?.filter(hasWeights) ?? [];
  const problem = useDataOf(run, dataset !== undefined);
  if (!run)
    return (
      <div className={styles.nothing}>
        <p>
          {runs === null
            ? 'The runs of this network are not read yet.'
            : 'This network has not been trained yet.'}
        </p>
        <Button variant="primary" onClick={() => useView.getState().setView('train')}>
          Go to Train
        </Button>
      </div>
    );
  return (
    <div className={styles.view}>
      <aside className={styles.panel} aria-label="Weights">
        <Section title="Weights of the run">
          <Select
            label="Run"
            value={run.path}
            options={trained.map(candidate => ({
              value: candidate.path,
              label: weightsLabel(candidate),
            }))}
            onChange={chooseWeights}
          />
          <dl className={styles.facts}>
            <dt>data</dt>
            <dd>{(dataset?.title ?? run.dataset) || 'not chosen'}</dd>
            {run.status !== 'imported' && (
              <>
                <dt>epochs</dt>
                <dd>
                  {run.epochsDone} of {run.epochs}
                  {run.bestEpoch === null ? '' : `, best ${run.bestEpoch}`}
                </dd>
              </>
            )}
            {run.test && (
              <>
                <dt>test</dt>
                <dd>{figure(run.test)}</dd>
              </>
            )}
          </dl>
          {dataset && <p className={styles.quiet}>{dataset.description}</p>}
        </Section>
      </aside>
      <div className={styles.middle}>
        {dataset && takesSigns(dataset) && <DrawCard weights={weights} dataset={dataset} />}
        {dataset ? (
          <SamplesCard key={`${run.path} ${dataset.name}`} weights={weights} dataset={dataset} />
        ) : (
          <div className={styles.nothing}>
            <p>
              {run.dataset === ''
                ? 'These weights were imported. Choose data for this network in Train to try them on.'
                : (problem ?? `Looking at ${run.dataset} …`)}
            </p>
            {(run.dataset === '' || problem !== null) && (
              <Button variant="primary" onClick={() => useView.getState().setView('train')}>
                Go to Train
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** Has the data of a run looked at that are not known in this window yet; answers the sentence why they cannot be read. */
function useDataOf(run: RunSummary | undefined, isKnown: boolean): string | null {
  const [found, setFound] = useState<{ readonly path: string; readonly problem: string | null } | null>(null);
  const isOpen = useService(state => state.connection === 'open');
  useEffect(() => {
    if (!run || run.dataset === '' || isKnown || !isOpen) return;
    let isCurrent = true;
    void lookAtRunData(run).then(problem => {
      if (isCurrent) setFound({ path: run.path, problem });
    });
    return () => {
      isCurrent = false;
    };
  }, [run, isKnown, isOpen]);
  return found?.path === run?.path ? (found?.problem ?? null) : null;
}

function figure(test: Readonly<Record<string, number>> | null): string | null {
  if (test?.accuracy !== undefined) return formatPercent(test.accuracy);
  return test?.loss === undefined ? null : `loss ${formatLoss(test.loss)}`;
}
