import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import type { WorkerProgram } from '../../main/training/supervisor.ts';

/** A worker that was built for a test. */
export interface BuiltWorker {
  readonly program: WorkerProgram;
  /** Removes it from the disk. */
  remove(): Promise<void>;
}

/**
 * Builds a worker from the sources, for a test.
 *
 * @param name of the folder below `dist`, one for each test file: they run side by side
 * @param entry which worker of this folder: by default the one that trains
 */
export async function buildWorker(name: string, entry = 'worker'): Promise<BuiltWorker> {
  const outDir = path.resolve('dist', `test-${name}`);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: `app/worker/${entry}.ts`,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
  return {
    program: { path: path.join(outDir, `${entry}.mjs`) },
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}
