import { TriangleAlert } from 'lucide-react';
import { Fragment, useDeferredValue, useMemo, useState } from 'react';
import type { ImportEntry, ImportReport as Report } from '../../../shared/contract/imports.ts';
import { weightsInWords } from '../../../shared/importers/weights-in-words.ts';
import { formatCount } from '../../../shared/layers/formatting.ts';
import { Button, Dialog, TextInput } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import { type KeptReport, reportOfOpen, useImport } from '../../state/import-model.ts';
import { tell } from '../../state/notices.ts';
import { chooseFile } from '../../state/requests.ts';
import { call, sentenceOf } from '../../state/service.ts';
import { useView } from '../../state/view-store.ts';
import { goToLayer, nodeOfLayer } from '../go-to.ts';
import styles from './import.module.css';
import {
  countKinds,
  ENTRY_KINDS,
  type EntryKind,
  findEntries,
  headOf,
  KIND_WORDS,
  reportText,
} from './report-model.ts';

/** More rows than anybody reads: a search narrows them. */
const MOST_ROWS = 400;

/** What became of what in the imported file. */
export function ImportReport() {
  const isOpen = useView(state => state.dialog === 'import-report');
  useImport(state => state.kept);
  const kept = reportOfOpen();
  if (!isOpen || !kept) return null;
  const close = () => useView.getState().openDialog(null);
  return (
    <Dialog
      open
      onClose={close}
      title={`Import of ${kept.file}`}
      description={headOf(kept.report)}
      width={980}
      begin="main"
      height={620}
      flush
      footer={
        <>
          <Button onClick={() => void save(kept)}>Save as text</Button>
          <Button variant="primary" onClick={close}>
            Show the network
          </Button>
        </>
      }
    >
      <ReportBody report={kept.report} />
    </Dialog>
  );
}

async function save({ file, report }: KeptReport): Promise<void> {
  const path = await chooseFile({
    mode: 'save',
    title: 'Save the report',
    kinds: ['txt'],
    suggestedName: `${file}.import.txt`,
  });
  useView.getState().openDialog('import-report');
  if (path === null) return;
  try {
    await call('export.text', { path, text: reportText(file, report) });
    tell(`Saved ${path}`);
  } catch (error) {
    tell(`Not saved: ${sentenceOf(error)}`, 'error');
  }
}

function ReportBody({ report }: { readonly report: Report }) {
  const [query, setQuery] = useState('');
  const [kind, setKind] = useState<EntryKind | null>(null);
  const wanted = useDeferredValue(query);
  const found = useMemo(() => findEntries(report.entries, wanted, kind), [report, wanted, kind]);
  const counts = useMemo(() => countKinds(report.entries), [report]);
  return (
    <div className={styles.report}>
      {report.warnings.length > 0 && (
        <ul className={styles.warnings} aria-label="Warnings">
          {report.warnings.map(warning => (
            <li key={warning}>
              <TriangleAlert size={13} aria-hidden="true" />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.bar}>
        <div className={styles.counts}>
          {ENTRY_KINDS.filter(each => counts[each] > 0).map(each => (
            <button
              key={each}
              type="button"
              className={styles.count}
              aria-pressed={kind === each}
              onClick={() => setKind(kind === each ? null : each)}
            >
              <b>{formatCount(counts[each])}</b> {KIND_WORDS[each].long.toLowerCase()}
            </button>
          ))}
          <span className={styles.total}>{weightsInWords(report)}</span>
        </div>
        <TextInput value={query} onChange={setQuery} label="Search the report" placeholder="Search" />
      </div>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">In the file</th>
              <th scope="col">Became</th>
              <th scope="col">Layers here</th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MOST_ROWS).map(entry => (
              <Row key={entry.place} entry={entry} />
            ))}
          </tbody>
        </table>
        {found.length === 0 && <p className={styles.none}>Nothing in the report has these words.</p>}
        {found.length > MOST_ROWS && (
          <p className={styles.none}>
            The first {MOST_ROWS} of {formatCount(found.length)}. Search to see others; the text has all.
          </p>
        )}
      </div>
    </div>
  );
}

function Row({ entry }: { readonly entry: ImportEntry }) {
  const { kind, source, layers, note } = entry;
  return (
    <tr>
      <td className={styles.mono}>
        <Breakable text={source} />
      </td>
      <td className={styles[kind] ?? ''}>{KIND_WORDS[kind].short}</td>
      <td>
        {layers.map(layer => (
          <LayerLink key={layer} layer={layer} />
        ))}
      </td>
      <td className={styles.note}>{note}</td>
    </tr>
  );
}

/** A long name that breaks behind its slashes and dots. */
function Breakable({ text }: { readonly text: string }) {
  let end = 0;
  return text.split(/(?<=[/.])/).map(part => {
    end += part.length;
    return (
      <Fragment key={end}>
        {part}
        <wbr />
      </Fragment>
    );
  });
}

/** Selects the layer and brings it to the middle; plain text where the network has it no longer. */
function LayerLink({ layer }: { readonly layer: string }) {
  const exists = useEditor(state => nodeOfLayer(state.document.nodes, layer) !== null);
  if (!exists) return <span className={styles.gone}>{layer}</span>;
  return (
    <Button
      variant="link"
      onClick={() => {
        useView.getState().openDialog(null);
        goToLayer(layer);
      }}
    >
      <Breakable text={layer} />
    </Button>
  );
}
