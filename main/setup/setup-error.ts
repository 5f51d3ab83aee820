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

/**
 * A sentence with what a (repeated) set-up needs of the user where no command starts one.
 *
 * @param setupCommand the command that starts a set-up; null in a packaged app
 */
export function withSetupHint(sentence: string, setupCommand: string | null): string {
  return setupCommand === null ? `${sentence} To mend it, set up TensorFlow in Netloom's window.` : sentence;
}

/**
 * An error that a (repeated) set-up mends.
 *
 * @param place says how a set-up is started there
 * @param code stable and quotable
 * @param sentence what is wrong
 */
export function mendedBySetup(
  place: { readonly setupCommand: string | null },
  code: EngineErrorCode,
  sentence: string,
  options?: ErrorOptions,
): SetupError {
  return new SetupError(code, withSetupHint(sentence, place.setupCommand), place.setupCommand, options);
}
