import { automaticEngine, type EngineName } from '../../shared/contract/engines.ts';
import { ServiceError } from '../../shared/contract/protocol.ts';
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

/** Whether a process was ended by what it did itself, not from outside and not by its own will. */
export function hasCrashed({ code, signal }: ProcessEnd): boolean {
  return signal === null ? (code ?? 0) >= FIRST_CRASH_STATUS : CRASHES.has(signal);
}

/**
 * What is wrong with the engine of a process that crashed, and what mends it. The engine is tried in a process of its own: files of the
 * right size with wrong bytes show in no other way, and the next set-up must know of them.
 *
 * @param engine the engine that the process used
 * @param end how it ended
 * @returns sentences; null where it did not crash, or the engine computes
 */
export async function damageAfterCrash(engine: EngineName, end: ProcessEnd): Promise<string | null> {
  if (!hasCrashed(end)) return null;
  const [status] = await engineStatuses({ only: [engine], probe: true });
  if (!status || status.state === 'ready') return null;
  return status.remedy === null ? status.detail : `${status.detail} To mend it, run: ${status.remedy}`;
}

/** A process that ended before it answered, for its error. */
export interface LostProcess {
  /** What ended, as a sentence begins with it. */
  readonly what: string;
  /** The engine that it used; null for the one that is best. */
  readonly engine: EngineName | null;
  /** The error's code, and what the sentence says, where the engine is sound. */
  readonly code: string;
  readonly otherwise: string;
}

/**
 * The error of a process that ended before it answered: `engine.not-ready` with what mends the engine where that crashed it.
 *
 * @param lost the process
 * @param end how it ended
 */
export async function lostProcessError(
  { what, engine, code, otherwise }: LostProcess,
  end: ProcessEnd,
): Promise<ServiceError> {
  const used = engine ?? automaticEngine(await engineStatuses({ only: ['tensorflow'] }));
  const damage = await damageAfterCrash(used, end);
  const ended = `${what} ended (${processEndWords(end)})`;
  return damage === null
    ? new ServiceError(code, `${ended}; ${otherwise}`)
    : new ServiceError('engine.not-ready', `${ended}. ${damage}`);
}

/** How a process ended, for sentences: `signal SIGSEGV`, `exit code 1`. */
export function processEndWords({ code, signal }: ProcessEnd): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}
