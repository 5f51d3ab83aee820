import { formatBytes, type SummaryTotals } from '../../../shared/analysis/summary.ts';
import { formatCount, formatLargeCount } from '../../../shared/layers/formatting.ts';
import styles from './summary-table.module.css';

/** The sums over the network, always in sight. */
export function TotalsLine({ totals }: { readonly totals: SummaryTotals }) {
  return (
    <section className={styles.totals} aria-label="Totals of the network">
      <span>
        Total params
        <b>
          {formatCount(totals.params)} ({formatBytes(totals.bytes)})
        </b>
      </span>
      <span>
        Trainable<b>{formatCount(totals.trainableParams)}</b>
      </span>
      <span>
        Non-trainable<b>{formatCount(totals.nonTrainableParams)}</b>
      </span>
      <span title="For one sample, bias not counted">
        Multiply-adds<b>{totals.macs === null ? 'unknown' : formatLargeCount(totals.macs)}</b>
      </span>
    </section>
  );
}
