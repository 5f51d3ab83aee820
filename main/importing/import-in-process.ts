import { type ChildProcess, fork } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import type { ImportResult } from '../../shared/contract/imports.ts';
import { ImportError } from '../../shared/importers/imported-network.ts';
import { type ImportJob, importAnswerSchema } from './import-job.ts';

/** Time that any file may take, and what each byte adds (a slow disk reads and writes 20 MB a second). */
const PATIENCE = { ms: 120_000, msPerMegabyte: 100 } as const;
/** Memory for the structure of a model, in megabytes; weights do not count, they pass one by one. */
const HEAP_MEGABYTES = 3072;

/** Limits of one import; for tests. */
export interface ImportLimits {
  readonly ms?: number;
  readonly heapMegabytes?: number;
  readonly signal?: AbortSignal | undefined;
  /** A process that {@link startImportProcess} made and that has had no job yet; a new one otherwise. */
  readonly started?: ChildProcess | null;
}

/** An import whose network was read. */
export interface ReadImport {
  readonly result: ImportResult;
  /** Settles when the weights stand whole in the run; rejects with an ImportError, the run's folder being removed, when they could not be copied. */
  readonly kept: Promise<void>;
}

/**
 * Starts a process that waits for one import.
 *
 * @param script the built import worker
 * @param heap its limit of memory in megabytes
 */
export function startImportProcess(script: string, heap = HEAP_MEGABYTES): ChildProcess {
  return fork(script, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [`--max-old-space-size=${heap}`],
  });
}

/**
 * Imports a model in a process of its own, with limits on time and memory: a hostile file takes down nothing but that process.
 *
 * @param script the built import worker
 * @param job what to import
 * @returns as soon as the network is read; its weights are copied meanwhile
 * @throws ImportError
 */
export async function importInProcess(
  script: string,
  job: ImportJob,
  limits: ImportLimits = {},
): Promise<ReadImport> {
  const size = await stat(job.file).then(
    found => found.size,
    () => 0,
  );
  const patience = limits.ms ?? PATIENCE.ms + (size / 2 ** 20) * PATIENCE.msPerMegabyte;
  const child =
    limits.started?.connected === true
      ? limits.started
      : startImportProcess(script, limits.heapMegabytes ?? HEAP_MEGABYTES);
  let result: ImportResult | null = null;
  let failure: ImportError | null = null;
  let isKept = false;
  const end = (error: ImportError) => {
    failure ??= error;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => end(tooSlow(patience)), patience);
  const cancel = () => end(new ImportError('import.read', 'The import was cancelled.'));
  limits.signal?.addEventListener('abort', cancel, { once: true });
  return await new Promise((resolve, reject) => {
    const ended = new Promise<void>(done => {
      child.once('exit', done);
      child.once('error', error => {
        reject(error);
        done();
      });
    });
    const kept = ended.then(async () => {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', cancel);
      if (isKept) return;
      // Half a run is none.
      if (result?.run && 'among' in job.run) await rm(result.run, { recursive: true, force: true });
      throw failure ?? endedEarly();
    });
    kept.catch(reject);
    child.on('message', message => {
      // Nothing that such a process says may end the service.
      const parsed = importAnswerSchema.safeParse(message);
      if (!parsed.success) {
        end(
          new ImportError(
            'import.damaged',
            'The import gave figures that cannot be read; the file is damaged. Nothing was imported.',
          ),
        );
        return;
      }
      const answer = parsed.data;
      if ('result' in answer) {
        result = answer.result;
        resolve({ result, kept });
      } else if ('kept' in answer) isKept = true;
      else failure ??= new ImportError(codeOf(answer.error.code), answer.error.message);
    });
    child.send(job);
  });
}

function tooSlow(patience: number): ImportError {
  return new ImportError(
    'import.time',
    `The import took more than ${Math.round(patience / 1000)} seconds and was ended. Nothing was imported; perhaps the file is damaged.`,
  );
}

function endedEarly(): ImportError {
  return new ImportError(
    'import.memory',
    'The import process ended before it was done; the memory was not enough for the file, or the file is damaged. Nothing was imported.',
  );
}

const CODES: readonly ImportError['code'][] = [
  'import.format',
  'import.damaged',
  'import.unsafe',
  'import.too-large',
  'import.unsupported',
  'import.weights',
  'import.time',
  'import.memory',
  'import.read',
];

/** An error without a code of imports is a mistake of ours that a file brought to light. */
function codeOf(code: string): ImportError['code'] {
  return CODES.find(known => known === code) ?? 'import.damaged';
}
