import { RATE_RANGE, type RatePoint } from '../../shared/contract/rates.ts';
import type { LineChartData } from '../plots/line-chart-options.ts';
import { lossScale, lossTick } from '../plots/nice-scale.ts';
import { formatLoss } from './wording.ts';

/** A learning rate as one types it: `0.003`; two digits are told. */
export function formatRate(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}

/** The rate at which the loss was lowest; null where nothing was tried. */
export function lowestRate(points: readonly RatePoint[]): number | null {
  const [first] = points;
  if (!first) return null;
  return points.reduce((best, point) => (point.loss < best.loss ? point : best), first).rate;
}

/**
 * The picture of a search: loss over rate on a logarithmic axis.
 *
 * @param points what was tried
 * @param isWhole whether the search has ended; until then the axis holds all the rates that are planned
 * @param mark a rate that is marked; null for none
 */
export function rateCurveData(
  points: readonly RatePoint[],
  isWhole: boolean,
  mark: { readonly rate: number; readonly text: string } | null,
): LineChartData {
  const last = points.at(-1)?.rate ?? RATE_RANGE.to;
  const low = Math.floor(Math.log10(RATE_RANGE.from) + 1e-9);
  const high = Math.ceil(Math.log10(isWhole ? last : RATE_RANGE.to) - 1e-9);
  const top = Number((10 ** Math.max(high, low + 1)).toPrecision(1));
  const scale = lossScale(points.map(point => point.loss));
  return {
    axis: {
      name: 'learning rate',
      isLogarithmic: true,
      range: [10 ** low, top],
      ticks: Array.from({ length: Math.max(high, low + 1) - low + 1 }, (_, i) =>
        Number((10 ** (low + i)).toPrecision(1)),
      ),
      format: formatRate,
      formatTick: rate => `${rate === top ? 'rate ' : ''}${rate < 1e-3 ? rate.toExponential(0) : rate}`,
    },
    places: points.map(point => point.rate),
    series: [{ label: 'loss', color: '--color-training', values: points.map(point => point.loss) }],
    scale,
    format: formatLoss,
    formatTick: value => lossTick(value, scale),
    mark: mark && { at: mark.rate, text: mark.text },
  };
}
