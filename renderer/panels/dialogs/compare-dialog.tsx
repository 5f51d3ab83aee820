import { X } from 'lucide-react';
import { useMemo } from 'react';
import { compareNetworks } from '../../../shared/analysis/compare.ts';
import { COMPARISON_COLUMNS, formatComparison } from '../../../shared/analysis/compare-formats.ts';
import { summarizeDocument } from '../../../shared/analysis/costs.ts';
import { TEMPLATES } from '../../../shared/templates/index.ts';
import { Button, Dialog, IconButton, Select } from '../../controls/index.ts';
import { useComparison } from '../../state/comparison-store.ts';
import { useEditor } from '../../state/editor-store.ts';
import { tell } from '../../state/notices.ts';
import { useView } from '../../state/view-store.ts';
import { copyText } from '../copy-text.ts';
import { useCosts } from '../summary/cost-store.ts';
import styles from './compare-dialog.module.css';

/** The open network beside others, one line each. */
export function CompareDialog() {
  const isOpen = useView(state => state.dialog === 'compare');
  if (!isOpen) return null;
  return <Comparison />;
}

const CHOOSE = '';

function Comparison() {
  const document = useEditor(state => state.document);
  const entries = useComparison(state => state.entries);
  const batch = useCosts(state => state.batch);
  const precision = useCosts(state => state.precision);
  const { add, remove, addFile } = useComparison.getState();
  const comparison = useMemo(
    () =>
      compareNetworks(
        [{ source: '', document }, ...entries].map(entry => ({
          file: entry.source,
          summary: summarizeDocument(entry.document, { batch, precision }),
        })),
      ),
    [document, entries, batch, precision],
  );
  const copy = async () => {
    const isCopied = await copyText(formatComparison(comparison, 'markdown'));
    if (isCopied) tell('Copied the comparison as Markdown');
    else tell('The comparison could not be copied: this page may not write to the clipboard.', 'error');
  };
  return (
    <Dialog
      open
      onClose={() => useView.getState().openDialog(null)}
      title="Compare networks"
      description={`Multiply-adds and memory for a batch of ${batch} in ${precision}.`}
      width={1080}
      begin="main"
      footer={
        <>
          <Button onClick={() => void copy()}>Copy as Markdown</Button>
          <Button variant="primary" onClick={() => void addFile()}>
            Add a file…
          </Button>
        </>
      }
    >
      <div className={styles.scroller}>
        <table className={styles.table}>
          <thead>
            <tr>
              {COMPARISON_COLUMNS.map(column => (
                <th key={column.key} scope="col" className={column.right ? styles.right : undefined}>
                  {column.title}
                </th>
              ))}
              <th aria-label="Remove" />
            </tr>
          </thead>
          <tbody>
            {comparison.networks.map((network, line) => (
              <tr key={network.file || 'open'} className={line === 0 ? styles.own : undefined}>
                {COMPARISON_COLUMNS.map(column => (
                  <td
                    key={column.key}
                    className={column.right ? styles.right : undefined}
                    title={column.key === 'name' ? network.file || 'the open network' : undefined}
                  >
                    {column.cell(network)}
                  </td>
                ))}
                <td>
                  {line > 0 && (
                    <IconButton
                      label={`Remove ${network.name}`}
                      icon={X}
                      onClick={() => remove(network.file)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.template}>
        <Select
          label="Add a template"
          value={CHOOSE}
          options={[
            { value: CHOOSE, label: 'Add a template…' },
            ...TEMPLATES.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={id => {
            const template = TEMPLATES.find(each => each.id === id);
            if (template) add({ source: template.id, document: template.build() });
          }}
        />
      </div>
    </Dialog>
  );
}
