import type { EngineName } from '../../shared/contract/engines.ts';
import {
  type WorkerCommand,
  type WorkerMessage,
  workerCommandSchema,
} from '../../shared/contract/training.ts';
import type { Engine } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { type Interruption, RunControl } from './run-control.ts';
import { codeOf, failedBy, runTraining, sentenceOf } from './run-training.ts';

/** Why a training ends whose supervisor is gone. */
export const CLOSED: Interruption = {
  code: 'run.closed',
  reason: 'Netloom was closed while it trained; the weights are kept, resume to go on.',
};

/**
 * Answers a supervisor's commands in a worker process: trains one run, tells its events, and ends the process. When the supervisor
 * is gone it keeps the weights and ends.
 *
 * @param worker this process, with its channel to the supervisor
 */
export function serveTraining(worker: NodeJS.Process): void {
  let sent = Promise.resolve();
  const send = (message: WorkerMessage) => {
    sent = new Promise(resolve => {
      if (worker.connected && worker.send) worker.send(message, () => resolve());
      else resolve();
    });
  };
  const control = new RunControl(state => send({ event: 'held', state }));
  const start = async ({ run, engine, resume }: Extract<WorkerCommand, { command: 'start' }>) => {
    const folder = new RunFolder(run);
    try {
      await runTraining(await engineFor(folder, engine), folder, { resume, control, report: send });
    } catch (error) {
      send({ event: 'error', code: codeOf(error), message: sentenceOf(error) });
    } finally {
      // The last message must be out before the process ends.
      await sent;
      if (worker.connected) worker.disconnect();
    }
    worker.exit(0);
  };
  worker.on('message', raw => {
    const command = workerCommandSchema.parse(raw);
    switch (command.command) {
      case 'start':
        void start(command);
        return;
      case 'pause':
        control.pause();
        return;
      case 'resume':
        control.resume();
        return;
      case 'stop':
        control.stop(command.why);
        return;
    }
  });
  worker.on('disconnect', () => control.stop(CLOSED));
  // Ctrl-C reaches the whole group; the supervisor decides what it means.
  worker.on('SIGINT', () => undefined);
  worker.on('SIGTERM', () => control.stop());
}

/** Loads the engine of a run; where it is not to be had, the run's record says why. */
async function engineFor(folder: RunFolder, name: EngineName): Promise<Engine> {
  try {
    return await loadEngine(name);
  } catch (error) {
    await folder.writeRecord(failedBy(await folder.readRecord(), error));
    throw error;
  }
}
