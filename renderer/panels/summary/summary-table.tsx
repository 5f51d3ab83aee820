import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Summary, SummaryRow } from '../../../shared/analysis/summary.ts';
import { useEditor } from '../../state/editor-store.ts';
import { goToLayer, nodeOfLayer } from '../go-to.ts';
import { memoryUnit } from './memory-unit.ts';
import { nextSorting, type Sorting, type SortKey, sortRows } from './sort-rows.ts';
import { SummaryTableRow } from './summary-row.tsx';
import styles from './summary-table.module.css';
import { windowRows } from './window-rows.ts';

/** Pixels of one row with its line; the same as in the style sheet. */
const ROW_HEIGHT = 25;

const COLUMNS: readonly {
  readonly title: string;
  readonly key: SortKey | null;
  readonly right?: boolean;
  readonly width: string;
}[] = [
  { title: 'Layer', key: 'layer', width: '17%' },
  { title: 'Type', key: 'type', width: '16%' },
  { title: 'Output shape', key: 'shape', width: '22%' },
  { title: 'Param #', key: 'params', right: true, width: '12%' },
  { title: 'Share', key: null, width: '11%' },
  { title: 'Multiply-adds', key: 'macs', right: true, width: '12%' },
  { title: 'Memory', key: 'memory', right: true, width: '10%' },
];

/** The summary as a table: sortable, only the rows in sight are drawn; a click or Enter goes to the layer. */
export function SummaryTable({ summary }: { readonly summary: Summary }) {
  const [sorting, setSorting] = useState<Sorting>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(400);
  const scroller = useRef<HTMLDivElement | null>(null);
  const follows = useRef(false);
  const selection = useEditor(state => state.selection);
  const nodes = useEditor(state => state.document.nodes);
  const rows = sortRows(summary.rows, sorting);
  const seen = windowRows(rows.length, ROW_HEIGHT, scrollTop, height);
  const isSelected = (row: SummaryRow) => selection.has(nodeOfLayer(nodes, row.name) ?? '');
  const unit = memoryUnit(rows.map(row => row.activationBytes ?? 0));
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
          {COLUMNS.map(column => (
            <col key={column.title} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {COLUMNS.map(column => (
              <Heading
                key={column.title}
                title={column.key === 'memory' ? `Memory ${unit.name}` : column.title}
                right={column.right ?? false}
                sorting={sorting && sorting.key === column.key ? sorting : null}
                onSort={() => setSorting(nextSorting(sorting, column.key ?? 'params'))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={seen.above} />
          {drawn.map((row, i) => (
            <SummaryTableRow
              key={row.name}
              index={seen.first + i + 2}
              row={row}
              totalParams={summary.totals.params}
              unit={unit}
              isSelected={isSelected(row)}
              isStop={row === stop}
              onKeyDown={onKeyDown}
            />
          ))}
          <Spacer height={seen.below} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height }: { readonly height: number }) {
  if (height === 0) return null;
  return (
    <tr className={styles.spacer}>
      <td colSpan={COLUMNS.length} style={{ height }} />
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
