import { exportJobSchema, runExportJob } from '../../main/service/export-job.ts';
import { errorCode } from '../cli/command-error.ts';

// One export in a process of its own: the comparison computes synchronously, and its engine's memory goes with the process.
const abort = new AbortController();
process.once('disconnect', () => abort.abort());
process.once('SIGTERM', () => abort.abort());
process.once('message', message => {
  void runExportJob(exportJobSchema.parse(message), abort.signal)
    .then(
      result => ({ result }),
      (error: unknown) => ({
        error: { code: errorCode(error), message: error instanceof Error ? error.message : String(error) },
      }),
    )
    .then(answer => {
      process.send?.(answer, () => process.disconnect());
    });
});
