import { useState } from 'react';
import type { DatasetInfo, RunSummary } from '../../shared/contract/runs.ts';
import { Button, Section } from '../controls/index.ts';
import { call, sentenceOf } from '../state/service.ts';
import { isActive, shownRun, useTraining } from '../state/training-store.ts';
import { classOf, sampleOf } from '../try/prediction.ts';
import { type Confusion, countConfusion } from './confusion.ts';
import styles from './confusion-panel.module.css';

/** More classes than this make no readable picture. */
const MOST_CLASSES = 20;
/** Samples per question to the service. */
const BATCH = 100;

/** The confusion matrix of the shown run on its test samples, counted when asked for; one for each target that has classes. */
export function ConfusionPanel() {
  const run = useTraining(shownRun);
  const dataset = useTraining(state => state.datasets.find(({ name }) => name === run?.dataset));
  if (!run || !dataset || run.epochsDone === 0 || isActive(run)) return null;
  return dataset.targets.map(({ name, shape, classes }) =>
    classes === null || shape.length !== 1 || classes.length > MOST_CLASSES ? null : (
      <Matrix
        key={`${run.path} ${run.epochsDone} ${name}`}
        run={run}
        dataset={dataset}
        target={name}
        classes={classes}
      />
    ),
  );
}

interface MatrixProps {
  readonly run: RunSummary;
  readonly dataset: DatasetInfo;
  /** The output of the network; null where the data have one target. */
  readonly target: string | null;
  readonly classes: readonly string[];
}

function Matrix({ run, dataset, target, classes }: MatrixProps) {
  const [confusion, setConfusion] = useState<Confusion | null>(null);
  const [state, setState] = useState<string | null>(null);
  const count = async () => {
    setState('Counting …');
    try {
      setConfusion(await confusionOf(run, dataset, target, classes.length));
      setState(null);
    } catch (error) {
      setState(sentenceOf(error));
    }
  };
  return (
    <Section title={target === null ? 'Confusion matrix' : `Confusion matrix of ${target}`}>
      {confusion === null ? (
        <>
          <Button size="small" disabled={state === 'Counting …'} onClick={() => void count()}>
            Count on the test samples
          </Button>
          {state !== null && (
            <p role="status" className={styles.quiet}>
              {state}
            </p>
          )}
        </>
      ) : (
        <>
          <Table confusion={confusion} classes={classes} />
          <p className={styles.quiet}>
            {confusion.wrong.toLocaleString('en-US')} of {confusion.total.toLocaleString('en-US')} test
            samples wrong
          </p>
        </>
      )}
    </Section>
  );
}

async function confusionOf(
  run: RunSummary,
  dataset: DatasetInfo,
  target: string | null,
  classes: number,
): Promise<Confusion> {
  const pairs: (readonly [number, number])[] = [];
  for (let offset = 0, total = 1; offset < total; offset += BATCH) {
    const page = await call('datasets.samples', {
      name: dataset.name,
      part: 'test',
      offset,
      count: BATCH,
      run: run.path,
    });
    total = page.total;
    const length = page.inputs[0]?.shape[0] ?? 0;
    if (length === 0) break;
    const { outputs } = await call('runs.predict', { run: run.path, inputs: page.inputs });
    const place = Math.max(
      0,
      page.ports.targets.findIndex(({ name }) => name === target),
    );
    const [truths, predicted] = [page.targets[place], outputs[place]];
    if (!truths || !predicted) break;
    for (let i = 0; i < length; i++)
      pairs.push([classOf(sampleOf(truths, i)), classOf(sampleOf(predicted, i))]);
  }
  return countConfusion(classes, pairs);
}

function Table({
  confusion,
  classes,
}: {
  readonly confusion: Confusion;
  readonly classes: readonly string[];
}) {
  return (
    <table className={styles.matrix}>
      <thead>
        <tr>
          <td />
          {classes.map(name => (
            <th key={name} scope="col" title={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classes.map((name, truth) => (
          <tr key={name}>
            <th scope="row" title={name}>
              {name}
            </th>
            {classes.map((other, predicted) => {
              const count = confusion.counts[truth]?.[predicted] ?? 0;
              const look = count === 0 ? '' : truth === predicted ? styles.right : styles.wrong;
              return (
                <td key={other} className={look} title={`${count} × ${name} taken for ${other}`}>
                  {count > 0 && count}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
