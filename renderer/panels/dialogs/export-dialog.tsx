import { Button, Dialog } from '../../controls/index.ts';
import { useProblems } from '../../state/selectors.ts';
import { useService } from '../../state/service.ts';
import { useView } from '../../state/view-store.ts';
import { CodePreview } from './code-preview.tsx';
import dialogs from './dialogs.module.css';
import styles from './export-dialog.module.css';
import { type ExportKind, holdsWeights, runExport, useExport } from './export-job.ts';
import { ExportOutcome } from './export-outcome.tsx';
import { OnnxSettings } from './onnx-settings.tsx';
import { PictureSettings, SummarySettings } from './other-settings.tsx';
import { WeightsSettings } from './weights-settings.tsx';

interface Format {
  readonly kind: ExportKind;
  readonly label: string;
  /** What is written, in a few words. */
  readonly what: string;
}

const GROUPS: readonly { readonly title: string; readonly formats: readonly Format[] }[] = [
  {
    title: 'Model with weights',
    formats: [
      { kind: 'onnx', label: 'ONNX', what: 'One .onnx file for any runtime, proven in ONNX Runtime.' },
      { kind: 'keras', label: 'Keras', what: 'A .keras file: keras.saving.load_model opens it.' },
      { kind: 'h5', label: 'Keras HDF5', what: 'An .h5 file, the older form, for programs that ask for it.' },
      {
        kind: 'tfjs',
        label: 'TensorFlow.js',
        what: 'A model.json with its weights beside it, for tf.loadLayersModel.',
      },
      { kind: 'safetensors', label: 'Safetensors', what: 'The weights alone, named LAYER/WEIGHT.' },
    ],
  },
  {
    title: 'Source',
    formats: [
      {
        kind: 'pytorch',
        label: 'PyTorch code',
        what: 'An nn.Module as a .py file, its weights beside it as .safetensors.',
      },
      {
        kind: 'keras-code',
        label: 'Keras code',
        what: 'Keras 3 source as a .py file, its weights beside it as .safetensors.',
      },
    ],
  },
  {
    title: 'Document',
    formats: [
      { kind: 'picture', label: 'Picture', what: 'The network as it is drawn.' },
      { kind: 'summary', label: 'Summary', what: 'The table of layers with their figures.' },
    ],
  },
];

/** Writes the network in another format: model, source, picture or table. */
export function ExportDialog() {
  const isOpen = useView(state => state.dialog === 'export');
  return isOpen ? <OpenDialog /> : null;
}

function OpenDialog() {
  const close = () => useView.getState().openDialog(null);
  const kind = useExport(store => store.settings.kind);
  const isRunning = useExport(store => store.state.at === 'running');
  const errors = useProblems().filter(problem => problem.severity === 'error').length;
  const isConnected = useService(state => state.connection === 'open');
  const format = GROUPS.flatMap(({ formats }) => formats).find(each => each.kind === kind);
  const refusal = !isConnected
    ? 'Export needs the service behind this window, which cannot be reached now.'
    : holdsWeights(kind) && errors > 0
      ? `The network has ${errors} ${errors === 1 ? 'error' : 'errors'} (see Problems); ${format?.label ?? kind} needs a network without.`
      : null;
  return (
    <Dialog
      open
      onClose={close}
      title="Export"
      width={780}
      begin="content"
      height={580}
      flush
      footer={
        <>
          <Button onClick={close}>Close</Button>
          <Button variant="primary" disabled={isRunning || refusal !== null} onClick={() => void runExport()}>
            Export…
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        <Formats chosen={kind} />
        <div className={styles.settings}>
          <p className={styles.what}>{format?.what}</p>
          {holdsWeights(kind) && <WeightsSettings />}
          {kind === 'onnx' && <OnnxSettings />}
          {kind === 'picture' && <PictureSettings />}
          {kind === 'summary' && <SummarySettings />}
          {refusal !== null && <div className={dialogs.error}>{refusal}</div>}
          <ExportOutcome />
          {(kind === 'pytorch' || kind === 'keras-code') && errors === 0 && <CodePreview format={kind} />}
        </div>
      </div>
    </Dialog>
  );
}

/** The formats as one radio group: arrow keys walk. */
function Formats({ chosen }: { readonly chosen: ExportKind }) {
  const set = useExport(store => store.set);
  return (
    <div role="radiogroup" aria-label="What to export" className={styles.formats}>
      {GROUPS.map(({ title, formats }) => (
        <div key={title} className={styles.group}>
          <div className={styles.groupTitle}>{title}</div>
          {formats.map(({ kind, label }) => (
            <label
              key={kind}
              className={kind === chosen ? `${styles.format} ${styles.chosen}` : styles.format}
            >
              <input
                type="radio"
                name="export format"
                className={styles.radio}
                checked={kind === chosen}
                onChange={() => set({ kind })}
              />
              {label}
            </label>
          ))}
        </div>
      ))}
    </div>
  );
}
