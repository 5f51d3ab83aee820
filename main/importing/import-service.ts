import path from 'node:path';
import type { IMPORT_METHODS } from '../../shared/contract/imports.ts';
import { type Handlers, ServiceError } from '../../shared/contract/protocol.ts';
import { ImportError } from '../../shared/importers/imported-network.ts';
import type { FileAccess } from '../documents/file-access.ts';
import { runsDirectory } from '../runs/run-place.ts';
import { importInProcess } from './import-in-process.ts';

/** What the import service needs from its surroundings. */
export interface ImportServiceOptions {
  readonly access: FileAccess;
  readonly dataFolder: string;
  /** The built script of the import process. */
  readonly workerScript: string;
}

/** The service's import methods. */
export interface ImportService {
  readonly handlers: Handlers<typeof IMPORT_METHODS>;
  /** Ends running imports. */
  close(): void;
}

/** Reads models of other programs for windows; the weights become a run of the unsaved document. */
export function createImportService({
  access,
  dataFolder,
  workerScript,
}: ImportServiceOptions): ImportService {
  const running = new Set<AbortController>();
  return {
    handlers: {
      'import.model': async ({ path: requested }) => {
        const file = await access.resolve(requested);
        const name = path.basename(file, path.extname(file));
        const abort = new AbortController();
        running.add(abort);
        try {
          const run = { among: runsDirectory(null, name, dataFolder) };
          return await importInProcess(workerScript, { file, run }, { signal: abort.signal });
        } catch (error) {
          if (error instanceof ImportError) throw new ServiceError(error.code, error.message);
          throw error;
        } finally {
          running.delete(abort);
        }
      },
    },
    close() {
      for (const abort of running) abort.abort();
    },
  };
}
