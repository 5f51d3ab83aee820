import type { Epoch } from '../../shared/contract/runs.ts';
import { type Curve, epochAxis, type LineChartData } from '../plots/line-chart-options.ts';
import { accuracyScale, finiteRange, lossScale, lossTick, niceScale } from '../plots/nice-scale.ts';
import { fitPoint } from '../plots/over-fitting.ts';
import { formatLoss, formatPercent, isAccuracy } from './wording.ts';

/** The epochs that charts draw. */
export interface DrawnEpochs {
  readonly epochs: readonly Epoch[];
  /** The last epoch of the axis. */
  readonly lastEpoch: number;
  /** The run that these are compared with; null for none. */
  readonly beside: { readonly title: string; readonly epochs: readonly Epoch[] } | null;
}

type Figure = (epoch: Epoch) => number | null;

/** Training and validation, and what the run beside reached, in dashes: in validation where there is one. */
function curves({ epochs, beside }: DrawnEpochs, training: Figure, validation: Figure): readonly Curve[] {
  const curve = (label: string, color: Curve['color'], values: Curve['values']) => ({ label, color, values });
  const drawn = [
    curve('training', '--color-training', epochs.map(training)),
    curve('validation', '--color-validation', epochs.map(validation)),
  ];
  const held = beside?.epochs.map(validation) ?? [];
  const isValidated = held.some(value => value !== null);
  const compared = isValidated ? held : (beside?.epochs.map(training) ?? []);
  return [
    ...drawn.filter(({ label, values }) => label === 'training' || values.some(value => value !== null)),
    ...(compared.some(value => value !== null)
      ? [
          {
            ...curve(beside?.title ?? '', isValidated ? '--color-validation' : '--color-training', compared),
            isDashed: true,
          },
        ]
      : []),
  ];
}

function overEpochs({ epochs, lastEpoch, beside }: DrawnEpochs): Pick<LineChartData, 'axis' | 'places'> {
  const longest = beside && beside.epochs.length > epochs.length ? beside.epochs : epochs;
  return { axis: epochAxis(lastEpoch), places: longest.map(({ epoch }) => epoch) };
}

/** A chart of numbers as the loss is written, without a mark. */
function plainNumbers(
  drawn: DrawnEpochs,
  series: LineChartData['series'],
  scale: LineChartData['scale'],
): LineChartData {
  return {
    ...overEpochs(drawn),
    series,
    scale,
    format: formatLoss,
    formatTick: value => lossTick(value, scale),
    mark: null,
  };
}

/** The loss, with the best epoch marked. */
export function lossData(drawn: DrawnEpochs): LineChartData {
  const { epochs } = drawn;
  const series = curves(
    drawn,
    epoch => epoch.loss,
    epoch => epoch.valLoss,
  );
  const scale = lossScale(series.flatMap(curve => curve.values));
  const fit = epochs.length > 1 ? fitPoint(epochs) : null;
  return {
    ...plainNumbers(drawn, series, scale),
    mark: fit && {
      at: fit.best.epoch,
      text:
        fit.overFittingFrom === null
          ? `best ${fit.best.epoch}`
          : `over-fitting from epoch ${fit.overFittingFrom}, best ${fit.best.epoch}`,
    },
  };
}

/** The accuracy in percent. */
export function accuracyData(drawn: DrawnEpochs): LineChartData {
  const series = curves(
    drawn,
    epoch => epoch.accuracy,
    epoch => epoch.valAccuracy,
  );
  return percentData(drawn, series);
}

function percentData(drawn: DrawnEpochs, series: LineChartData['series']): LineChartData {
  const scale = accuracyScale(series.flatMap(curve => curve.values));
  return {
    ...overEpochs(drawn),
    series,
    scale,
    format: formatPercent,
    formatTick: (value, isTop) =>
      `${(value * 100).toFixed(Math.max(0, scale.decimals - 2))}${isTop ? ' %' : ''}`,
    mark: null,
  };
}

/**
 * The further metrics of a run, in the order in which they were measured.
 *
 * @param epochs a metric is listed where one of them has it: one that was no number is left out of an epoch
 */
export function metricNames(epochs: readonly Epoch[]): readonly string[] {
  const names = new Set<string>();
  for (const { metrics, valMetrics } of epochs) {
    for (const name in metrics) names.add(name);
    for (const name in valMetrics) names.add(name);
  }
  names.delete('accuracy');
  return [...names];
}

/** A further metric, on a scale around its values: some may be negative, and none must come near 0. An output's accuracy in percent. */
export function metricData(drawn: DrawnEpochs, name: string): LineChartData {
  const series = curves(
    drawn,
    epoch => epoch.metrics?.[name] ?? null,
    epoch => epoch.valMetrics?.[name] ?? null,
  );
  if (isAccuracy(name)) return percentData(drawn, series);
  const { low, high } = finiteRange(series.flatMap(curve => curve.values)) ?? { low: 0, high: 1 };
  const scale = niceScale(low, high);
  return plainNumbers(drawn, series, scale);
}
