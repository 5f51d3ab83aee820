import { fork } from 'node:child_process';
import { stat } from 'node:fs/promises';
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
}

/**
 * Imports a model in a process of its own, with limits on time and memory: a hostile file takes down nothing but that process.
 *
 * @param script the built import worker
 * @param job what to import
 * @throws ImportError
 */
export async function importInProcess(
  script: string,
  job: ImportJob,
  limits: ImportLimits = {},
): Promise<ImportResult> {
  const size = await stat(job.file).then(
    found => found.size,
    () => 0,
  );
  const patience = limits.ms ?? PATIENCE.ms + (size / 2 ** 20) * PATIENCE.msPerMegabyte;
  const heap = limits.heapMegabytes ?? HEAP_MEGABYTES;
  return await new Promise((resolve, reject) => {
    const child = fork(script, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${heap}`],
    });
    let ending: ImportError | null = null;
    let answered = false;
    const end = (error: ImportError) => {
      ending = error;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () =>
        end(
          new ImportError(
            'import.time',
            `The import took more than ${Math.round(patience / 1000)} seconds and was ended. Nothing was imported; perhaps the file is damaged.`,
          ),
        ),
      patience,
    );
    const cancel = () => end(new ImportError('import.read', 'The import was cancelled.'));
    limits.signal?.addEventListener('abort', cancel, { once: true });
    child.once('message', message => {
      answered = true;
      const answer = importAnswerSchema.parse(message);
      if ('result' in answer) resolve(answer.result);
      else reject(new ImportError(codeOf(answer.error.code), answer.error.message));
    });
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', cancel);
      if (answered) return;
      reject(
        ending ??
          new ImportError(
            'import.memory',
            'The import process ended before it was done; the memory was not enough for the file, or the file is damaged. Nothing was imported.',
          ),
      );
    });
    child.send(job);
  });
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
