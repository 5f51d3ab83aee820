import type { CostedSummary } from '../../../shared/analysis/costs.ts';
import { PRECISIONS } from '../../../shared/analysis/precision.ts';
import { formatBytes } from '../../../shared/analysis/summary.ts';
import { formatCount, formatLargeCount } from '../../../shared/layers/formatting.ts';
import { DraftInput, numberParser, readNumber, Select, useDraft } from '../../controls/index.ts';
import { useCosts } from './cost-store.ts';
import styles from './summary-table.module.css';

const parseBatch = numberParser({ whole: true, min: 1, max: 1_000_000 });
const size = (bytes: number | null) => (bytes === null ? 'unknown' : formatBytes(bytes));

/** The sums over the network, always in sight. */
export function TotalsLine({ summary }: { readonly summary: CostedSummary }) {
  const { totals, inference, training, torchinfo, options } = summary;
  const peak = inference.peakLayer === null ? '' : `, the most while ${inference.peakLayer} runs`;
  const comparable =
    torchinfo === null
      ? ''
      : `\nBy torchinfo's rules (bias counted): ${formatLargeCount(torchinfo.multiplyAdds)} mult-adds, forward/backward ${(torchinfo.forwardBackwardBytes / 1e6).toFixed(2)} MB of 10⁶ bytes`;
  return (
    <section className={styles.totals} aria-label="Totals of the network">
      <span>
        Params
        <b>
          {formatCount(totals.params)} ({formatBytes(totals.bytes)})
        </b>
      </span>
      <span>
        Trainable<b>{formatCount(totals.trainableParams)}</b>
      </span>
      <span title={`Bias not counted${comparable}`}>
        Multiply-adds{options.batch === null ? '' : ` for ${options.batch}`}
        <b>{totals.macs === null ? 'unknown' : formatLargeCount(totals.macs)}</b>
      </span>
      <span title={`Weights ${size(inference.weights)} + activations ${size(inference.activations)}${peak}`}>
        Inference<b>{size(inference.total)}</b>
      </span>
      <span
        title={`Weights ${size(training.weights)} + activations ${size(training.activations)} + gradients ${size(training.gradients)} + ${options.optimizer.name} ${size(training.optimizer)}`}
      >
        Training<b>{size(training.total)}</b>
      </span>
    </section>
  );
}

/** For which batch and precision the figures are counted. */
export function CostSettings() {
  const batch = useCosts(state => state.batch);
  const precision = useCosts(state => state.precision);
  const { setBatch, setPrecision } = useCosts.getState();
  const draft = useDraft(String(batch), text => parseBatch(readNumber(text)), setBatch);
  return (
    <span
      className={styles.setting}
      title={draft.error === null ? 'Samples at once' : `batch ${draft.error}`}
    >
      Batch
      <span className={styles.batch}>
        <DraftInput
          draft={draft}
          numeric
          label="Batch size"
          onStep={steps => {
            const next = parseBatch(batch + steps);
            if (next.ok) setBatch(next.value);
          }}
        />
      </span>
      <span className={styles.precision}>
        <Select
          label="Precision"
          value={precision}
          options={PRECISIONS.map(value => ({ value, label: value === 'int8' ? 'int8 weights' : value }))}
          onChange={setPrecision}
        />
      </span>
    </span>
  );
}
