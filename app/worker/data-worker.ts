import { dataJobSchema, runDataJob } from '../../main/service/data-job.ts';
import { errorCode } from '../cli/command-error.ts';

// One look at data in a process of its own: whatever a hostile file does to it, nothing else is touched.
process.once('disconnect', () => process.exit(0));
process.once('message', message => {
  void runDataJob(dataJobSchema.parse(message))
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
