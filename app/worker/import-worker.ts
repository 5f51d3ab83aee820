import { type ImportJob, importJobSchema, runImportJob } from '../../main/importing/import-job.ts';
import { errorCode } from '../cli/command-error.ts';

// One import in a process of its own: whatever a hostile file does to it, nothing else is touched. It may be started before there is
// a file, so that it is ready when one is chosen.
const leave = () => process.exit(0);
process.once('disconnect', leave);
process.once('message', message => {
  void work(importJobSchema.parse(message)).then(answer => {
    if (process.connected) process.send?.(answer, () => process.disconnect());
  });
});

async function work(job: ImportJob) {
  try {
    await runImportJob(job, async result => {
      // From here on a window may show the network: its weights are copied to the end even when nobody listens any more.
      process.removeListener('disconnect', leave);
      await new Promise<void>(sent => process.send?.({ result }, () => sent()));
    });
    return { kept: true };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: { code: errorCode(error), message } };
  }
}
