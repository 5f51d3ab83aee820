import { useMemo, useState } from 'react';
import type { WeightMatch } from '../../../shared/contract/runs.ts';
import { formatCount } from '../../../shared/layers/formatting.ts';
import { Button, Dialog, TextInput } from '../../controls/index.ts';
import { useView } from '../../state/view-store.ts';
import { useWeightsFile } from '../../state/weights-file.ts';
import styles from './import.module.css';

const WORDS: Readonly<Record<WeightMatch['kind'], string>> = {
  shape: 'shape differs',
  missing: 'missing, fresh',
  unused: 'not used',
  matched: 'matched',
};
const KINDS = ['shape', 'missing', 'unused', 'matched'] as const;
const MOST_ROWS = 400;

/** Which weights of the network a safetensors file filled. */
export function WeightsReport() {
  const isOpen = useView(state => state.dialog === 'load-weights');
  const loaded = useWeightsFile(state => state.loaded);
  if (!isOpen || !loaded) return null;
  const close = () => useView.getState().openDialog(null);
  return (
    <Dialog
      open
      onClose={close}
      title={`Weights of ${loaded.file}`}
      description={
        loaded.result.run === null
          ? 'No tensor fits a weight of this network by name and shape; nothing was loaded.'
          : 'Kept as a run of this network: Try it, Export and Train take it. Weights that the file lacks begin fresh.'
      }
      width={820}
      begin="main"
      height={560}
      flush
      footer={
        <Button variant="primary" onClick={close}>
          Close
        </Button>
      }
    >
      <Rows rows={loaded.result.rows} />
    </Dialog>
  );
}

function Rows({ rows }: { readonly rows: readonly WeightMatch[] }) {
  const [query, setQuery] = useState('');
  const [kind, setKind] = useState<WeightMatch['kind'] | null>(null);
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return KINDS.flatMap(each => rows.filter(row => row.kind === each)).filter(
      row =>
        (kind === null || row.kind === kind) &&
        words.every(word => `${row.weight} ${row.tensor}`.toLowerCase().includes(word)),
    );
  }, [rows, query, kind]);
  return (
    <div className={styles.report}>
      <div className={styles.bar}>
        <div className={styles.counts}>
          {KINDS.map(each => ({ each, count: rows.filter(row => row.kind === each).length }))
            .filter(({ count }) => count > 0)
            .map(({ each, count }) => (
              <button
                key={each}
                type="button"
                className={styles.count}
                aria-pressed={kind === each}
                onClick={() => setKind(kind === each ? null : each)}
              >
                <b>{formatCount(count)}</b> {WORDS[each]}
              </button>
            ))}
        </div>
        <TextInput value={query} onChange={setQuery} label="Search the weights" placeholder="Search" />
      </div>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Weight</th>
              <th scope="col">Shape</th>
              <th scope="col">Tensor of the file</th>
              <th scope="col">Result</th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MOST_ROWS).map(row => (
              <tr key={`${row.weight} ${row.tensor}`}>
                <td className={styles.mono}>{row.weight}</td>
                <td className={styles.mono}>{(row.shape ?? row.found ?? []).join(' × ')}</td>
                <td className={styles.mono}>{row.tensor}</td>
                <td
                  className={
                    row.kind === 'shape'
                      ? styles.refused
                      : row.kind === 'matched'
                        ? styles.layer
                        : styles.changed
                  }
                >
                  {WORDS[row.kind]}
                </td>
                <td className={styles.note}>{row.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {found.length > MOST_ROWS && (
          <p className={styles.none}>
            The first {MOST_ROWS} of {formatCount(found.length)}. Search to see others.
          </p>
        )}
      </div>
    </div>
  );
}
