import type { KeyboardEvent } from 'react';
import type { CostedRow } from '../../../shared/analysis/costs.ts';
import { LongName } from '../../controls/index.ts';
import { typeColor } from '../category.ts';
import { goToLayer } from '../go-to.ts';
import styles from './summary-table.module.css';
import type { TableColumn, TableFigures } from './table-columns.ts';

interface SummaryTableRowProps {
  /** The row's place in the whole table, the heading being 1. */
  readonly index: number;
  readonly row: CostedRow;
  readonly columns: readonly TableColumn[];
  readonly figures: TableFigures;
  readonly isSelected: boolean;
  /** Whether the Tab key stops here: once in the table. */
  readonly isStop: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One layer of the summary; a click or Enter goes to it. */
export function SummaryTableRow(props: SummaryTableRowProps) {
  const { index, row, columns, figures, isSelected, isStop, onKeyDown } = props;
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
          <LongName name={row.name} />
        </button>
      </td>
      {columns.map(column => (
        <Cell key={column.title} column={column} row={row} figures={figures} />
      ))}
    </tr>
  );
}

interface CellProps {
  readonly column: TableColumn;
  readonly row: CostedRow;
  readonly figures: TableFigures;
}

/** A cell with its words and, where it has a share, the bar: beside a figure it fills the room that the figure leaves. */
function Cell({ column, row, figures }: CellProps) {
  const share = column.share?.(row, figures) ?? 0;
  const text = column.cell(row, figures);
  const room = text === '' ? '100%' : `(100% - ${FIGURE_ROOM}px)`;
  const look = column.look === 'words' ? undefined : styles[column.look];
  return (
    <td className={look} title={column.hint(row, figures)}>
      {share > 0 && (
        <span
          className={text === '' ? styles.bar : `${styles.bar} ${styles.beside}`}
          style={{ width: `calc(${room} * ${share})` }}
        />
      )}
      {text}
    </td>
  );
}

/** What a figure, the cell's margins and a gap leave no room for a bar beside it, in pixels. */
const FIGURE_ROOM = 84;
