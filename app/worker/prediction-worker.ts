import { defaultEngineName, loadEngine } from '../../main/engines/load-engine.ts';
import { RunFolder } from '../../main/runs/run-folder.ts';
import { predictionRequestSchema } from '../../main/service/prediction-process.ts';
import { OpenRun } from '../../main/training/open-run.ts';
import { errorCode } from '../cli/command-error.ts';

// Answers predictions one after the other; the run asked last stays loaded, since the next question is mostly about it. A run
// that has trained on meanwhile is loaded anew.
let loaded: { readonly run: string; readonly epochsDone: number; readonly open: OpenRun } | null = null;
let queue: Promise<unknown> = Promise.resolve();

process.once('disconnect', () => process.exit(0));
process.on('message', message => {
  queue = queue.then(() => answer(message));
});

async function answer(message: unknown): Promise<void> {
  const { id, run, inputs } = predictionRequestSchema.parse(message);
  try {
    const open = await openRun(run);
    const outputs = open.predict(inputs.map(({ shape, data }) => ({ shape, data: Float32Array.from(data) })));
    process.send?.({ id, outputs: outputs.map(({ shape, data }) => ({ shape, data: Array.from(data) })) });
  } catch (error) {
    process.send?.({
      id,
      error: { code: errorCode(error), message: error instanceof Error ? error.message : String(error) },
    });
  }
}

async function openRun(run: string): Promise<OpenRun> {
  const record = await new RunFolder(run).readAnyRecord();
  const epochsDone = record.status === 'imported' ? 0 : record.epochsDone;
  if (loaded?.run === run && loaded.epochsDone === epochsDone) return loaded.open;
  loaded?.open.dispose();
  loaded = null;
  const engine = await loadEngine(await defaultEngineName());
  const open = await OpenRun.load(engine, run);
  loaded = { run, epochsDone, open };
  return open;
}
