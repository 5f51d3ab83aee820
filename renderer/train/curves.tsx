import { useMemo } from 'react';
import type { Epoch, RunSummary } from '../../shared/contract/runs.ts';
import { LineChart } from '../plots/line-chart.tsx';
import { besideRun, isActive, shownRun, useTraining } from '../state/training-store.ts';
import { accuracyData, lossData, metricData, metricNames } from './curve-data.ts';
import { useOutputs } from './use-settings.ts';
import { formatLoss, formatPercent, hasOneAccuracy, metricTitle, runTitle } from './wording.ts';

const NO_EPOCHS: readonly Epoch[] = [];

/** The curves of the shown run, and of the one it is compared with: loss, accuracy where the loss has one, and every other metric. */
export function Curves() {
  const run = useTraining(shownRun);
  const beside = useTraining(besideRun);
  const epochs = useTraining(state => (run && state.histories[run.path]) ?? NO_EPOCHS);
  const besideEpochs = useTraining(state => (beside && state.histories[beside.path]) ?? NO_EPOCHS);
  const progress = useTraining(state => (run ? state.progress[run.path] : undefined));
  const title = beside && runTitle(beside);
  const drawn = useMemo(() => {
    const lastEpoch = Math.max(run?.epochs ?? 1, epochs.length, besideEpochs.length);
    const compared = title === undefined ? null : { title, epochs: besideEpochs };
    return { epochs, lastEpoch, beside: compared };
  }, [run?.epochs, epochs, besideEpochs, title]);
  const loss = useMemo(() => lossData(drawn), [drawn]);
  const accuracy = useMemo(() => accuracyData(drawn), [drawn]);
  const others = useMemo(
    () => metricNames(epochs).map(name => ({ name, data: metricData(drawn, name) })),
    [drawn, epochs],
  );
  const isSole = useOutputs().length < 2;
  const [first] = epochs;
  const hasAccuracy = first ? hasOneAccuracy(first) : isSole && progress?.accuracy !== null;
  const soFar = (word: 'loss' | 'accuracy', write: (value: number) => string) => {
    const value = progress?.[word] ?? null;
    return waitingWords(run, value === null ? null : `${word} ${write(value)}`);
  };
  return (
    <>
      <LineChart title="Loss" data={loss} empty={soFar('loss', formatLoss)} />
      {hasAccuracy && <LineChart title="Accuracy" data={accuracy} empty={soFar('accuracy', formatPercent)} />}
      {others.map(({ name, data }) => (
        <LineChart key={name} title={sentence(metricTitle(name))} data={data} empty="" />
      ))}
    </>
  );
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** What a card says while there is nothing to draw. */
function waitingWords(run: RunSummary | undefined, soFar: string | null): string {
  if (!run) return 'The curve appears here with the first epoch.';
  if (run.status === 'queued') return 'The run waits for its turn.';
  if (!isActive(run)) return 'No epoch of this run was finished.';
  return soFar === null
    ? 'The first epoch is being trained.'
    : `The first epoch is being trained: ${soFar} so far.`;
}
