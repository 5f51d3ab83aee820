/** A failure with a stable code that the command line reports as one sentence. */
export class CommandError extends Error {
  readonly code: string;
  /** 1: the document has errors or the job failed. 2: wrong usage. */
  readonly exitCode: 1 | 2;
  constructor(code: string, message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** The stable code of any error that carries one; `internal` otherwise. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'internal';
}
