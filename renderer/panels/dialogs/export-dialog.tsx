import { Button, Dialog, Segmented } from '../../controls/index.ts';
import { useProblems } from '../../state/selectors.ts';
import { useService } from '../../state/service.ts';
import { useView } from '../../state/view-store.ts';
import styles from './dialogs.module.css';
import { type ExportKind, runExport, useExport } from './export-job.ts';
import { ExportOutcome } from './export-outcome.tsx';
import { OnnxSettings } from './onnx-settings.tsx';
import { PictureSettings, SummarySettings } from './other-settings.tsx';

const KINDS: readonly { readonly value: ExportKind; readonly label: string }[] = [
  { value: 'onnx', label: 'ONNX' },
  { value: 'picture', label: 'Picture' },
  { value: 'summary', label: 'Summary' },
];

/** Writes the network as ONNX (confirmed in ONNX Runtime), as a picture, or its summary. */
export function ExportDialog() {
  const isOpen = useView(state => state.dialog === 'export');
  const close = () => useView.getState().openDialog(null);
  const kind = useExport(store => store.settings.kind);
  const set = useExport(store => store.set);
  const isRunning = useExport(store => store.state.at === 'running');
  const errors = useProblems().filter(problem => problem.severity === 'error').length;
  const isConnected = useService(state => state.connection === 'open');
  const refusal = !isConnected
    ? 'Export needs the service behind this window, which cannot be reached now.'
    : kind === 'onnx' && errors > 0
      ? `The network has ${errors} ${errors === 1 ? 'error' : 'errors'} (see Problems); ONNX needs a network without.`
      : null;
  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title="Export"
      width={480}
      footer={
        <>
          <Button onClick={close}>Close</Button>
          <Button variant="primary" disabled={isRunning || refusal !== null} onClick={() => void runExport()}>
            Export…
          </Button>
        </>
      }
    >
      <div className={styles.kinds}>
        <Segmented
          label="What to export"
          value={kind}
          options={KINDS}
          onChange={value => set({ kind: value })}
        />
      </div>
      {kind === 'onnx' && <OnnxSettings />}
      {kind === 'picture' && <PictureSettings />}
      {kind === 'summary' && <SummarySettings />}
      {refusal !== null && <div className={styles.error}>{refusal}</div>}
      <ExportOutcome />
    </Dialog>
  );
}
