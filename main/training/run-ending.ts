import type { EngineName } from '../../shared/contract/engines.ts';
import type { DoneEvent, RunRecord } from '../../shared/contract/training.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { damageAfterCrash, type ProcessEnd, processEndWords } from '../setup/crashed-engine.ts';
import type { Interruption } from './run-control.ts';

/** How a run ended. */
export interface RunEnding {
  readonly status: DoneEvent['status'];
  /** A sentence where it did not simply finish. */
  readonly reason: string | null;
  /** A stable code where it was interrupted or failed. */
  readonly code: string | null;
  /** The worker's last word; null where it died before. */
  readonly done: DoneEvent | null;
}

/** What a supervisor knows of a worker that is gone. */
export interface WorkerEnd extends ProcessEnd {
  /** The ending that the worker told; null where it told none. */
  readonly told: RunEnding | null;
  /** Why it was ended from outside; null where nobody did. */
  readonly cause: Interruption | null;
  readonly engine: EngineName;
  /** The end of what it wrote to standard error. */
  readonly words: string;
}

/**
 * The status of a run that could not begin or go on: an engine that is not there says nothing against the run.
 *
 * @param code the stable code of what went wrong
 */
export function statusOf(code: string): 'interrupted' | 'failed' {
  return code === 'engine.not-ready' ? 'interrupted' : 'failed';
}

/**
 * How a run ended whose worker is gone, written into the run's record where the worker could not do so itself.
 *
 * @param run its folder
 * @param end what is known of the worker
 */
export async function endingOfRun(run: string, end: WorkerEnd): Promise<RunEnding> {
  const { told, cause } = end;
  if (told?.done) return told;
  const folder = new RunFolder(run);
  const record = await folder.readRecord().catch(() => null);
  const own = record && ownEnding(record);
  // It wrote its end down before it died, or told it in words that were not understood.
  if (own) return told ?? own;
  const ending = told ?? {
    status: 'interrupted' as const,
    done: null,
    ...(cause ?? (await deathOf(end, record))),
  };
  const { status, reason, code } = ending;
  if (record)
    await folder
      .writeRecord({ ...record, status, reason, ...(code !== null && { code }) })
      .catch(() => undefined);
  return ending;
}

/** The end that a worker wrote down itself; null where the record still says that it trains or waits. */
function ownEnding({ status, reason, code }: RunRecord): RunEnding | null {
  if (status === 'running' || status === 'queued') return null;
  return { status, reason, code: code ?? null, done: null };
}

/** Why a worker died that nobody ended. */
async function deathOf(end: WorkerEnd, record: RunRecord | null): Promise<Interruption> {
  const kept = record?.epochsDone
    ? `The weights of epoch ${record.epochsDone} of ${record.epochs} are kept; resume to go on from there.`
    : 'No epoch was finished yet; resume to begin again.';
  const damage = await damageAfterCrash(end.engine, end);
  if (damage !== null)
    return {
      code: 'engine.not-ready',
      reason: `The training process crashed in its engine (${processEndWords(end)}). ${kept} ${damage}`,
    };
  return { code: 'run.worker', reason: `The training process ended unexpectedly (${causeOf(end)}). ${kept}` };
}

function causeOf(end: WorkerEnd): string {
  const how = processEndWords(end);
  if (/out of memory|bad_alloc|OOM/i.test(end.words)) return `${how}: the memory did not suffice`;
  return end.signal === 'SIGKILL' ? `${how}; the system ends processes so when memory runs out` : how;
}
