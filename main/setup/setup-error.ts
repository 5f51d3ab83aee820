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

/** The command that starts or repeats a set-up in a checkout. */
export const SETUP_COMMAND = 'npx netloom setup';

/** How a set-up is started. */
export interface SetupStart {
  /** The command that starts or repeats it; null in a packaged app, whose window does it. */
  readonly setupCommand: string | null;
  /** What it sets up, in words of the window; TensorFlow where it is left out. */
  readonly subject?: string;
}

/**
 * A sentence with what a (repeated) set-up needs of the user where no command starts one.
 *
 * @param sentence what is wrong
 * @param start how a set-up is started there
 */
export function withSetupHint(
  sentence: string,
  { setupCommand, subject = 'TensorFlow' }: SetupStart,
): string {
  return setupCommand === null ? `${sentence} To mend it, set up ${subject} in Netloom's window.` : sentence;
}

/**
 * An error that a (repeated) set-up mends.
 *
 * @param start how a set-up is started there
 * @param code stable and quotable
 * @param sentence what is wrong
 */
export function mendedBySetup(
  start: SetupStart,
  code: EngineErrorCode,
  sentence: string,
  options?: ErrorOptions,
): SetupError {
  return new SetupError(code, withSetupHint(sentence, start), start.setupCommand, options);
}
