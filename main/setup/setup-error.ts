import type { EngineErrorCode } from '../../shared/contract/engines.ts';

/** A failed set-up or engine: a sentence for the user, a stable code, and the command that mends it. */
export class SetupError extends Error {
  readonly code: EngineErrorCode;
  /** What is wrong, without the remedy that the message ends with. */
  readonly sentence: string;
  /** The one command that mends it; null when no command can. */
  readonly remedy: string | null;

  /**
   * @param code stable and quotable, one of ENGINE_ERROR_CODES
   * @param sentence what is missing; the message is this and the remedy
   * @param remedy the command that mends it
   */
  constructor(code: EngineErrorCode, sentence: string, remedy: string | null = null, options?: ErrorOptions) {
    super(remedy === null ? sentence : `${sentence} To mend it, run: ${remedy}`, options);
    this.name = 'SetupError';
    this.code = code;
    this.sentence = sentence;
    this.remedy = remedy;
  }
}

/** The command that starts or repeats a set-up. */
export const SETUP_COMMAND = 'npx netloom setup';
