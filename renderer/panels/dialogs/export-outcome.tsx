import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { formatBytes } from '../../../shared/analysis/summary.ts';
import type { ExportResult } from '../../../shared/contract/exports.ts';
import { Button } from '../../controls/index.ts';
import { sentenceOf } from '../../state/service.ts';
import { windowShell } from '../../state/shell.ts';
import styles from './dialogs.module.css';
import { downloadExport, useExport } from './export-job.ts';

/** What became of the last export: the file, the measured figures, or the sentence that says why not. */
export function ExportOutcome() {
  const state = useExport(store => store.state);
  if (state.at === 'running')
    return (
      <output className={styles.running}>
        Writing {state.path}. A large network takes a while; the window can be used meanwhile.
      </output>
    );
  if (state.at === 'failed')
    return (
      <div role="alert" className={styles.error}>
        {state.message}
      </div>
    );
  return state.at === 'done' ? <Done result={state.result} /> : null;
}

/** One after the other: a browser may ask before it takes several. */
async function downloadAll(files: readonly string[]): Promise<void> {
  for (const file of files) await downloadExport(file);
}

function Done({ result }: { readonly result: ExportResult }) {
  const [problem, setProblem] = useState<string | null>(null);
  const { path, files = [path], bytes, verification, freshLayers } = result;
  return (
    <output className={styles.done}>
      <div className={styles.doneTitle}>
        <CircleCheck size={15} aria-hidden="true" />
        {verification ? 'Written and confirmed' : 'Written'}
      </div>
      <div className={styles.path}>
        {files.map(file => (
          <div key={file}>{file}</div>
        ))}
        {formatBytes(bytes)}
      </div>
      {freshLayers && (
        <div className={styles.caution}>
          Fresh weights for {freshLayers.join(', ')}: the run has none that fit.
        </div>
      )}
      {verification && (
        <div className={styles.measured} title={`Largest at ${verification.worstTensor}`}>
          Relative difference {verification.maxRelDiff.toExponential(1)}, absolute{' '}
          {verification.maxAbsDiff.toExponential(1)}: {verification.runtime} against {verification.engine}.
        </div>
      )}
      {!windowShell() && (
        <Button
          variant="link"
          onClick={() => {
            setProblem(null);
            downloadAll(files).catch((error: unknown) => setProblem(sentenceOf(error)));
          }}
        >
          Download to this machine
        </Button>
      )}
      {problem !== null && <div className={styles.error}>{problem}</div>}
    </output>
  );
}
