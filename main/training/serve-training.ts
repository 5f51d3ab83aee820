import {
  type WorkerCommand,
  type WorkerMessage,
  workerCommandSchema,
} from '../../shared/contract/training.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';

/**
 * Answers a supervisor's commands in a worker process: trains one run, tells its events, and ends the process. When the supervisor
 * is gone it keeps the weights and ends.
 *
 * @param worker this process, with its channel to the supervisor
 */
export function serveTraining(worker: NodeJS.Process): void {
  const control = new RunControl();
  let sent = Promise.resolve();
  const send = (message: WorkerMessage) => {
    sent = new Promise(resolve => {
      if (worker.connected && worker.send) worker.send(message, () => resolve());
      else resolve();
    });
  };
  const start = async ({ run, engine, resume }: Extract<WorkerCommand, { command: 'start' }>) => {
    try {
      await runTraining(await loadEngine(engine), new RunFolder(run), { resume, control, report: send });
    } catch (error) {
      send({ event: 'error', code: codeOf(error), message: messageOf(error) });
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
        control.stop();
        return;
    }
  });
  worker.on('disconnect', () =>
    control.stop('Netloom was closed while it trained; the weights are kept, resume to go on.'),
  );
  // Ctrl-C reaches the whole group; the supervisor decides what it means.
  worker.on('SIGINT', () => undefined);
  worker.on('SIGTERM', () => control.stop());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'run.failed';
}
