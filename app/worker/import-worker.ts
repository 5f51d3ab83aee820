import { importJobSchema, runImportJob } from '../../main/importing/import-job.ts';
import { errorCode } from '../cli/command-error.ts';

// One import in a process of its own: whatever a hostile file does to it, nothing else is touched.
process.once('disconnect', () => process.exit(0));
process.once('message', message => {
  void runImportJob(importJobSchema.parse(message))
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
