import type uPlot from 'uplot';
import { readToken } from '../theme/read-token.ts';

import { epochTicks, type NiceScale } from './nice-scale.ts';

/** One curve. */
export interface Curve {
  readonly label: string;
  readonly color: `--${string}`;
  /** One value per place on the horizontal axis; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Drawn in dashes: what another one is compared with. */
  readonly isDashed?: boolean;
}

/** What the curves run over. */
export interface HorizontalAxis {
  /** Its name, as the legend and screen readers say it; the cross-hairs of all charts over it move together. */
  readonly name: string;
  readonly isLogarithmic: boolean;
  readonly range: readonly [number, number];
  readonly ticks: readonly number[];
  /** Writes a value in the legend. */
  readonly format: (value: number) => string;
  /** Writes a value at the axis. */
  readonly formatTick: (value: number) => string;
}

/**
 * Epochs from the first to the last that is planned.
 *
 * @param last at least 1
 */
export function epochAxis(last: number): HorizontalAxis {
  return {
    name: 'epoch',
    isLogarithmic: false,
    range: [1, Math.max(2, last)],
    ticks: epochTicks(last),
    format: String,
    formatTick: epoch => (epoch === last && epoch > 1 ? `epoch ${epoch}` : `${epoch}`),
  };
}

/** What a chart draws. */
export interface LineChartData {
  readonly axis: HorizontalAxis;
  /** Places on the horizontal axis, ascending. */
  readonly places: readonly number[];
  readonly series: readonly Curve[];
  readonly scale: NiceScale;
  /** Writes a value in the legend. */
  readonly format: (value: number) => string;
  /** Writes a value at the vertical axis; `isTop` for the uppermost. */
  readonly formatTick: (value: number, isTop: boolean) => string;
  /** A place marked by a dashed line with words. */
  readonly mark: { readonly at: number; readonly text: string } | null;
}

/**
 * A curve's value as the legend writes it.
 *
 * @param index of the place; null for the last that the curve reaches, which may end before another one does
 */
export function valueAt(data: LineChartData, { values }: Curve, index: number | null): string {
  const value = index === null ? (values.findLast(each => each !== null) ?? null) : (values[index] ?? null);
  return value === null ? '–' : data.format(value);
}

/** The numbers as uPlot takes them; what is not finite leaves a gap. */
export function chartData(data: LineChartData): uPlot.AlignedData {
  return [
    [...data.places],
    ...data.series.map(({ values }) =>
      data.places.map((_, i) => {
        const value = values[i] ?? null;
        return value !== null && Number.isFinite(value) ? value : null;
      }),
    ),
  ];
}

/** Size of the words in a chart, and of their lines, in pixels. */
const FONT_SIZE = 11;
const LINE_HEIGHT = 15;

/** The room for the labels of the losses, in pixels: as long ones as `1.55e+11` are not cut off. */
function lossRoom(labels: readonly (string | null)[] | null): number {
  const longest = Math.max(0, ...(labels ?? []).map(label => label?.length ?? 0));
  return Math.max(46, 8 + Math.ceil(longest * FONT_SIZE * 0.6));
}

/**
 * How uPlot draws a chart in the window's look.
 *
 * @param latest holds the present data; read at each drawing, so that new data need no new chart
 * @param size in CSS pixels
 * @param onHover receives the index of the place under the cross-hair, null for none
 */
export function chartOptions(
  latest: { readonly current: LineChartData },
  size: { readonly width: number; readonly height: number },
  onHover: (index: number | null) => void,
): uPlot.Options {
  const font = `${FONT_SIZE}px ${readToken('--font-ui')}`;
  const faint = readToken('--color-faint');
  const grid = { stroke: readToken('--color-plot-grid'), width: 1 };
  const none = { show: false };
  const { name, isLogarithmic } = latest.current.axis;
  return {
    ...size,
    padding: [10, 34, 0, 0],
    legend: none,
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7 },
      sync: { key: name, scales: ['x', null] },
    },
    scales: {
      x: { time: false, distr: isLogarithmic ? 3 : 1, range: () => [...latest.current.axis.range] },
      y: { range: () => [latest.current.scale.min, latest.current.scale.max] },
    },
    axes: [
      {
        stroke: faint,
        font,
        size: 26,
        gap: 6,
        grid: none,
        ticks: none,
        splits: () => [...latest.current.axis.ticks],
        // A logarithmic scale leaves ticks without a value where they would be too many; ours are few.
        filter: (_, splits) => splits,
        values: (_, splits) => splits.map(value => latest.current.axis.formatTick(value)),
      },
      {
        stroke: faint,
        font,
        size: (_, labels) => lossRoom(labels),
        gap: 8,
        grid,
        ticks: none,
        splits: () => [...latest.current.scale.ticks],
        values: (_, splits) =>
          splits.map((value, i) => latest.current.formatTick(value, i === splits.length - 1)),
      },
    ],
    series: [
      {},
      ...latest.current.series.map(({ label, color, isDashed }) => ({
        label,
        stroke: readToken(color),
        width: 2,
        ...(isDashed && { dash: [5, 4] }),
        points: {
          show: (chart: uPlot) => (chart.data[0]?.length ?? 0) === 1,
          size: 6,
          fill: readToken(color),
        },
      })),
    ],
    hooks: {
      setCursor: [chart => onHover((chart.cursor.left ?? -1) < 0 ? null : (chart.cursor.idx ?? null))],
      draw: [chart => drawMark(chart, latest.current.mark, font)],
    },
  };
}

function drawMark(chart: uPlot, mark: LineChartData['mark'], font: string): void {
  if (!mark) return;
  const { ctx, bbox } = chart;
  const ratio = ctx.canvas.width / chart.width;
  const x = Math.round(chart.valToPos(mark.at, 'x', true));
  const color = readToken('--color-validation');
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = font.replace(`${FONT_SIZE}px`, `${FONT_SIZE * ratio}px`);
  ctx.textBaseline = 'top';
  const space = 6 * ratio;
  const widthOf = (text: string) => space + ctx.measureText(text).width;
  const right = bbox.left + bbox.width - x;
  const left = x - bbox.left;
  // In a narrow chart the parts of a sentence stand below each other.
  const isWhole = widthOf(mark.text) <= Math.max(right, left);
  const lines = isWhole ? [mark.text] : mark.text.split(', ');
  const width = Math.max(...lines.map(widthOf));
  const isRight = width <= right || right >= left;
  ctx.textAlign = isRight ? 'left' : 'right';
  for (const [i, line] of lines.entries())
    ctx.fillText(line, isRight ? x + space : x - space, bbox.top + (4 + i * LINE_HEIGHT) * ratio);
  ctx.restore();
}
