import { useMemo } from 'react';
import type { Epoch, TrainingProgress } from '../../shared/contract/runs.ts';
import { LineChart } from '../plots/line-chart.tsx';
import { epochAxis, type LineChartData } from '../plots/line-chart-options.ts';
import { accuracyScale, lossScale, lossTick } from '../plots/nice-scale.ts';
import { fitPoint } from '../plots/over-fitting.ts';
import { isActive, shownRun, useTraining } from '../state/training-store.ts';
import { formatLoss, formatPercent } from './wording.ts';

const NO_EPOCHS: readonly Epoch[] = [];

/** The curves of the shown run: loss, and accuracy where the loss has one. */
export function Curves() {
  const run = useTraining(shownRun);
  const epochs = useTraining(state => (run && state.histories[run.path]) ?? NO_EPOCHS);
  const progress = useTraining(state => (run ? state.progress[run.path] : undefined));
  const lastEpoch = Math.max(run?.epochs ?? 1, epochs.length);
  const loss = useMemo(() => lossData(epochs, lastEpoch), [epochs, lastEpoch]);
  const accuracy = useMemo(() => accuracyData(epochs, lastEpoch), [epochs, lastEpoch]);
  const hasAccuracy = epochs.length === 0 ? progress?.accuracy !== null : epochs[0]?.accuracy !== null;
  const waiting = (value: string | null) => {
    if (!run) return 'The curve appears here with the first epoch.';
    if (run.status === 'queued') return 'The run waits for its turn.';
    if (!isActive(run)) return 'No epoch of this run was finished.';
    return value === null
      ? 'The first epoch is being trained.'
      : `The first epoch is being trained: ${value} so far.`;
  };
  const soFar = (word: string, write: (value: number) => string, key: 'loss' | 'accuracy') => {
    const value = latest(progress, key);
    return waiting(value === null ? null : `${word} ${write(value)}`);
  };
  return (
    <>
      <LineChart title="Loss" data={loss} empty={soFar('loss', formatLoss, 'loss')} />
      {hasAccuracy && (
        <LineChart title="Accuracy" data={accuracy} empty={soFar('accuracy', formatPercent, 'accuracy')} />
      )}
    </>
  );
}

function latest(progress: TrainingProgress | undefined, key: 'loss' | 'accuracy'): number | null {
  return progress?.[key] ?? null;
}

function curves(
  epochs: readonly Epoch[],
  training: (epoch: Epoch) => number | null,
  validation: (epoch: Epoch) => number | null,
): LineChartData['series'] {
  const first = { label: 'training', color: '--color-training', values: epochs.map(training) } as const;
  const second = {
    label: 'validation',
    color: '--color-validation',
    values: epochs.map(validation),
  } as const;
  return second.values.some(value => value !== null) ? [first, second] : [first];
}

function lossData(epochs: readonly Epoch[], lastEpoch: number): LineChartData {
  const series = curves(
    epochs,
    epoch => epoch.loss,
    epoch => epoch.valLoss,
  );
  const scale = lossScale(series.flatMap(curve => curve.values));
  const fit = epochs.length > 1 ? fitPoint(epochs) : null;
  return {
    axis: epochAxis(lastEpoch),
    places: epochs.map(({ epoch }) => epoch),
    series,
    scale,
    format: formatLoss,
    formatTick: value => lossTick(value, scale),
    mark: fit && {
      at: fit.best.epoch,
      text:
        fit.overFittingFrom === null
          ? `best ${fit.best.epoch}`
          : `over-fitting from epoch ${fit.overFittingFrom}, best ${fit.best.epoch}`,
    },
  };
}

function accuracyData(epochs: readonly Epoch[], lastEpoch: number): LineChartData {
  const series = curves(
    epochs,
    epoch => epoch.accuracy,
    epoch => epoch.valAccuracy,
  );
  const scale = accuracyScale(series.flatMap(curve => curve.values));
  return {
    axis: epochAxis(lastEpoch),
    places: epochs.map(({ epoch }) => epoch),
    series,
    scale,
    format: formatPercent,
    formatTick: (value, isTop) =>
      `${(value * 100).toFixed(Math.max(0, scale.decimals - 2))}${isTop ? ' %' : ''}`,
    mark: null,
  };
}
