import { automaticEngine, type EngineName } from '../../shared/contract/engines.ts';
import { engineStatuses } from './engine-statuses.ts';

/** How a process ended. */
export interface ProcessEnd {
  /** Its exit status; null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Signals that a process gets for what it does itself; the others come from outside. */
const CRASHES: ReadonlySet<NodeJS.Signals> = new Set(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV']);
/** From here on a status is the number of a crash on Windows (0xC0000005: an access violation). */
const FIRST_CRASH_STATUS = 0xc0000000;

/**
 * What is wrong with the engine of a process that crashed, and what mends it. The engine is tried in a process of its own: files of the
 * right size with wrong bytes show in no other way, and the next set-up must know of them.
 *
 * @param engine the engine that the process used
 * @param end how it ended
 * @returns sentences; null where it did not crash, or the engine computes
 */
export async function damageAfterCrash(
  engine: EngineName,
  { code, signal }: ProcessEnd,
): Promise<string | null> {
  const hasCrashed = signal === null ? (code ?? 0) >= FIRST_CRASH_STATUS : CRASHES.has(signal);
  if (!hasCrashed) return null;
  const [status] = await engineStatuses({ only: [engine], probe: true });
  if (!status || status.state === 'ready') return null;
  return status.remedy === null ? status.detail : `${status.detail} To mend it, run: ${status.remedy}`;
}

/**
 * The same for a process that took the engine that is best: what it says when it ended, with what mends its engine.
 *
 * @param what ended, as a sentence begins with it
 * @param otherwise what to say where the engine is sound
 */
export async function endedSentence(what: string, end: ProcessEnd, otherwise: string): Promise<string> {
  const engine = automaticEngine(await engineStatuses({ only: ['tensorflow'] }));
  const damage = await damageAfterCrash(engine, end);
  return `${what} ended (${processEndWords(end)})${damage === null ? `; ${otherwise}` : `. ${damage}`}`;
}

/** How a process ended, for sentences: `signal SIGSEGV`, `exit code 1`. */
export function processEndWords({ code, signal }: ProcessEnd): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}
