/** What can be wrong with a run, or have ended it before its time, each with its meaning. Codes are stable. */
export const RUN_ERROR_CODES = {
  'run.not-found': 'There is no such run.',
  'run.damaged': 'A file of the run cannot be read, or is not what it should be.',
  'run.no-weights': 'The run has no weights yet.',
  'run.mismatch': 'The run cannot go on so: it still trains, is done, or its data or network have changed.',
  'run.setting': 'A setting cannot change within a run.',
  'run.diverged': 'The loss is no longer a number.',
  'run.worker': 'The training process ended unexpectedly, or told what cannot be understood.',
  'run.memory': 'The memory was not enough.',
  'run.memory-limit': 'The training process held more memory than it may.',
  'run.disk-full': 'The disk is full, so that a checkpoint could not be written.',
  'run.closed': 'Netloom was closed while it trained or waited.',
  'run.failed': 'The training failed for another reason.',
  'export.scaling': 'The scaling of the run cannot be put into the exported model.',
} as const;
export type RunErrorCode = keyof typeof RUN_ERROR_CODES;

/** A run folder cannot be used; the message is a sentence for the user. */
export class RunError extends Error {
  readonly code: RunErrorCode;
  constructor(code: RunErrorCode, message: string) {
    super(message);
    this.name = 'RunError';
    this.code = code;
  }
}
