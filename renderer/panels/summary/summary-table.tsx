import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CostedRow, CostedSummary } from '../../../shared/analysis/costs.ts';
import { useEditor } from '../../state/editor-store.ts';
import { goToLayer, nodeOfLayer } from '../go-to.ts';
import { useCosts } from './cost-store.ts';
import { nextSorting, type Sorting, sortRows } from './sort-rows.ts';
import { SummaryTableRow } from './summary-row.tsx';
import styles from './summary-table.module.css';
import { TABLE_COLUMNS, tableFigures } from './table-columns.ts';
import { windowRows } from './window-rows.ts';

/** Pixels of one row with its line; the same as in the style sheet. */
const ROW_HEIGHT = 25;

/** The layer's part of the width, relative to the other columns. */
const LAYER_WEIGHT = 17;

/** The summary as a table: sortable, only the rows in sight are drawn; a click or Enter goes to the layer. */
export function SummaryTable({ summary }: { readonly summary: CostedSummary }) {
  const [sorting, setSorting] = useState<Sorting>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(400);
  const scroller = useRef<HTMLDivElement | null>(null);
  const follows = useRef(false);
  const selection = useEditor(state => state.selection);
  const nodes = useEditor(state => state.document.nodes);
  const rows = sortRows(summary.rows, sorting);
  const seen = windowRows(rows.length, ROW_HEIGHT, scrollTop, height);
  const isSelected = (row: CostedRow) => selection.has(nodeOfLayer(nodes, row.name) ?? '');
  const ids = useCosts(state => state.columns);
  const columns = ids.map(id => TABLE_COLUMNS[id]);
  const figures = useMemo(() => tableFigures(summary), [summary]);
  const whole = columns.reduce((sum, { weight }) => sum + weight, LAYER_WEIGHT);
  const drawn = rows.slice(seen.first, seen.end);
  const stop = drawn.find(isSelected) ?? drawn[0];

  const watchHeight = useCallback((element: HTMLDivElement | null) => {
    scroller.current = element;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // The row that an arrow key went to takes the focus along.
  useEffect(() => {
    if (!follows.current || selection.size === 0) return;
    follows.current = false;
    scroller.current?.querySelector<HTMLElement>('tr[data-selected] button')?.focus();
  }, [selection]);

  /** Arrow keys walk through the rows and take the selection along. */
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const here = rows.findIndex(isSelected);
    const next = Math.max(0, Math.min(rows.length - 1, here < 0 ? 0 : here + step));
    const row = rows[next];
    const element = scroller.current;
    if (!row || !element) return;
    const top = next * ROW_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + 2 * ROW_HEIGHT > element.scrollTop + element.clientHeight)
      element.scrollTop = top + 2 * ROW_HEIGHT - element.clientHeight;
    follows.current = true;
    goToLayer(row.name);
  };

  if (rows.length === 0)
    return <p className={styles.empty}>The network has no layers yet; each will have its line here.</p>;
  return (
    <div
      ref={watchHeight}
      className={styles.scroller}
      onScroll={event => setScrollTop(event.currentTarget.scrollTop)}
    >
      <table className={styles.table} aria-label="Summary of the layers" aria-rowcount={rows.length + 1}>
        <colgroup>
          <col style={{ width: `${(100 * LAYER_WEIGHT) / whole}%` }} />
          {columns.map(column => (
            <col key={column.title} style={{ width: `${(100 * column.weight) / whole}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <Heading
              title="Layer"
              right={false}
              sorting={sorting?.key === 'layer' ? sorting : null}
              onSort={() => setSorting(nextSorting(sorting, 'layer'))}
            />
            {columns.map(({ title, sort, look }) => (
              <Heading
                key={title}
                title={title === TABLE_COLUMNS.memory.title ? `${title} ${figures.unit.name}` : title}
                right={look === 'figure'}
                sorting={sorting?.key === sort ? sorting : null}
                onSort={() => setSorting(nextSorting(sorting, sort))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={seen.above} columns={columns.length + 1} />
          {drawn.map((row, i) => (
            <SummaryTableRow
              key={row.name}
              index={seen.first + i + 2}
              row={row}
              columns={columns}
              figures={figures}
              isSelected={isSelected(row)}
              isStop={row === stop}
              onKeyDown={onKeyDown}
            />
          ))}
          <Spacer height={seen.below} columns={columns.length + 1} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height === 0) return null;
  return (
    <tr className={styles.spacer}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

interface HeadingProps {
  readonly title: string;
  readonly right: boolean;
  readonly sorting: Sorting;
  readonly onSort: () => void;
}

function Heading({ title, right, sorting, onSort }: HeadingProps) {
  const Arrow = sorting?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={right ? styles.right : undefined}
      aria-sort={sorting === null ? 'none' : sorting.descending ? 'descending' : 'ascending'}
    >
      <button type="button" className={styles.sort} onClick={onSort}>
        {title}
        {sorting && <Arrow size={11} aria-hidden="true" />}
      </button>
    </th>
  );
}
