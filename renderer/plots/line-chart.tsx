import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import styles from './line-chart.module.css';
import { chartData, chartOptions, type LineChartData, valueAt } from './line-chart-options.ts';
import { useThemeName } from './use-theme.ts';

interface LineChartProps {
  readonly title: string;
  readonly data: LineChartData;
  /** What the card says while there is nothing to draw. */
  readonly empty: string;
}

/**
 * Curves in a card: title left, legend with the values under the cross-hair (else the latest) right.
 * Cross-hairs of all charts in the window move together; by keyboard the arrow keys move them.
 */
export function LineChart({ title, data, empty }: LineChartProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  const theme = useThemeName();
  const { axis } = data;
  const last = data.places.length - 1;
  const shown = hovered !== null && hovered <= last ? hovered : last;
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        {last >= 0 && (
          <div className={styles.legend}>
            {hovered !== null && (
              <span>
                {axis.name} {axis.format(data.places[shown] ?? 0)}
              </span>
            )}
            {data.series.map(series => (
              <span key={series.label}>
                <span
                  className={series.isDashed ? `${styles.key} ${styles.isDashed}` : styles.key}
                  style={{ borderColor: `var(${series.color})` }}
                />
                {series.label}{' '}
                <span className={styles.value}>{valueAt(data, series, hovered === null ? null : shown)}</span>
              </span>
            ))}
          </div>
        )}
      </header>
      {last < 0 ? (
        <p className={styles.empty}>{empty}</p>
      ) : (
        <Plot
          key={`${theme} ${data.series.map(({ label }) => label).join()}`}
          title={title}
          data={data}
          shown={shown}
          onHover={setHovered}
        />
      )}
    </section>
  );
}

interface PlotProps {
  readonly title: string;
  readonly data: LineChartData;
  /** Index of the place whose values the legend tells. */
  readonly shown: number;
  readonly onHover: (index: number | null) => void;
}

function Plot({ title, data, shown, onHover }: PlotProps) {
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(data);
  const hold = useCallback(
    (element: HTMLDivElement) => {
      const size = () => ({ width: element.clientWidth, height: element.clientHeight });
      const chart = new uPlot(chartOptions(latest, size(), onHover), chartData(latest.current), element);
      plot.current = chart;
      const observer = new ResizeObserver(() => chart.setSize(size()));
      observer.observe(element);
      return () => {
        observer.disconnect();
        chart.destroy();
        plot.current = null;
      };
    },
    [onHover],
  );
  useEffect(() => {
    latest.current = data;
    plot.current?.setData(chartData(data));
  }, [data]);

  const { axis } = data;
  const last = data.places.length - 1;
  const words = data.series.map(series => `${series.label} ${valueAt(data, series, shown)}`).join(', ');
  const move = (event: KeyboardEvent) => {
    const chart = plot.current;
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -last, End: last };
    const step = steps[event.key];
    if (!chart || (step === undefined && event.key !== 'Escape')) return;
    event.preventDefault();
    if (step === undefined) return chart.setCursor({ left: -10, top: -10 });
    const to = Math.min(last, Math.max(0, shown + step));
    chart.setCursor({ left: chart.valToPos(data.places[to] ?? 1, 'x'), top: 0 });
  };
  return (
    <div
      ref={hold}
      className={styles.plot}
      role="slider"
      tabIndex={0}
      aria-label={`${title}, by ${axis.name}`}
      aria-valuemin={data.places[0] ?? 1}
      aria-valuemax={data.places[last] ?? 1}
      aria-valuenow={data.places[shown] ?? 1}
      aria-valuetext={`${axis.name} ${axis.format(data.places[shown] ?? 0)}: ${words}`}
      onKeyDown={move}
    />
  );
}
