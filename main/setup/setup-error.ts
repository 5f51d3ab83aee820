import type { EngineErrorCode } from '../../shared/contract/engines.ts';

/** A failed set-up or engine: a sentence for the user, a stable code, and the command that mends it. */
export class SetupError extends Error {
  readonly code: EngineErrorCode;
  /** The one command that mends it; null when no command can. */
  readonly remedy: string | null;

  /**
   * @param code stable and quotable, one of ENGINE_ERROR_CODES
   * @param message what is missing, as a sentence; the remedy is appended to it
   * @param remedy the command that mends it
   */
  constructor(code: EngineErrorCode, message: string, remedy: string | null = null, options?: ErrorOptions) {
    super(remedy === null ? message : `${message} To mend it, run: ${remedy}`, options);
    this.name = 'SetupError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** The command that starts or repeats a set-up. */
export const SETUP_COMMAND = 'npx netloom setup';
