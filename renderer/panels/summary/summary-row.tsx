import type { KeyboardEvent } from 'react';
import type { SummaryRow } from '../../../shared/analysis/summary.ts';
import { formatShape } from '../../../shared/document/value.ts';
import { formatCount, formatLargeCount } from '../../../shared/layers/formatting.ts';
import { typeColor } from '../category.ts';
import { goToLayer } from '../go-to.ts';
import type { MemoryUnit } from './memory-unit.ts';
import styles from './summary-table.module.css';

interface SummaryTableRowProps {
  /** The row's place in the whole table, the heading being 1. */
  readonly index: number;
  readonly row: SummaryRow;
  readonly totalParams: number;
  /** In which unit the memory is shown. */
  readonly unit: MemoryUnit;
  readonly isSelected: boolean;
  /** Whether the Tab key stops here: once in the table. */
  readonly isStop: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One layer of the summary; a click or Enter goes to it. */
export function SummaryTableRow(props: SummaryTableRowProps) {
  const { index, row, totalParams, unit, isSelected, isStop, onKeyDown } = props;
  const share = totalParams > 0 ? row.params / totalParams : 0;
  const shapes = row.outputShapes.map(formatShape).join(', ');
  const split = `${formatCount(row.trainableParams)} trainable, ${formatCount(row.nonTrainableParams)} not`;
  return (
    <tr
      className={styles.row}
      aria-rowindex={index}
      {...(isSelected ? { 'data-selected': true } : {})}
      onClick={() => goToLayer(row.name)}
    >
      <td title={row.name}>
        <span className={styles.swatch} style={{ background: typeColor(row.type) }} />
        <button type="button" className={styles.name} tabIndex={isStop ? 0 : -1} onKeyDown={onKeyDown}>
          {row.name}
        </button>
      </td>
      <td title={row.type}>{row.type}</td>
      <td className={styles.shape} title={shapes}>
        {shapes}
      </td>
      <td className={styles.figure} title={split}>
        {formatCount(row.params)}
      </td>
      <td title={`${(share * 100).toFixed(share < 0.01 ? 2 : 1)} % of all parameters`}>
        {row.params > 0 && <span className={styles.bar} style={{ width: `${share * 100}%` }} />}
      </td>
      <td className={styles.figure} title={row.macs === null ? 'unknown' : formatCount(row.macs)}>
        {row.macs === null ? '?' : row.macs === 0 ? '–' : formatLargeCount(row.macs)}
      </td>
      <td className={styles.figure} title="The output of one sample as float32">
        {row.activationBytes === null ? '?' : unit.write(row.activationBytes)}
      </td>
    </tr>
  );
}
