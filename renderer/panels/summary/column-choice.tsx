import { ChevronDown } from 'lucide-react';
import { Button, Popover } from '../../controls/index.ts';
import styles from './column-choice.module.css';
import { useCosts } from './cost-store.ts';
import { COLUMN_IDS, TABLE_COLUMNS } from './table-columns.ts';

/** Which columns the summary shows. */
export function ColumnChoice() {
  const shown = useCosts(state => state.columns);
  const showColumn = useCosts(state => state.showColumn);
  return (
    <Popover
      label="Columns of the summary"
      side="top"
      narrow
      trigger={
        <Button variant="quiet" size="small" trailingIcon={ChevronDown}>
          Columns
        </Button>
      }
    >
      <fieldset className={styles.list}>
        <legend className={styles.legend}>Columns</legend>
        {COLUMN_IDS.map(id => (
          <label key={id} className={styles.choice}>
            <input
              type="checkbox"
              checked={shown.includes(id)}
              onChange={event => showColumn(id, event.target.checked)}
            />
            {TABLE_COLUMNS[id].title}
          </label>
        ))}
      </fieldset>
    </Popover>
  );
}
