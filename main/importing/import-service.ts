import path from 'node:path';
import type { IMPORT_METHODS } from '../../shared/contract/imports.ts';
import { type Handlers, ServiceError } from '../../shared/contract/protocol.ts';
import { ImportError } from '../../shared/importers/imported-network.ts';
import type { FileAccess } from '../documents/file-access.ts';
import { runsDirectory } from '../runs/run-place.ts';
import { importInProcess } from './import-in-process.ts';
import { UploadFolder } from './upload-folder.ts';

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
  /** Whether a path is that of a file that a window brought. */
  isUploaded(file: string): boolean;
  /** Ends running imports and removes what windows brought for them. */
  close(): void;
}

/** Reads models of other programs for windows; the weights become a run of the unsaved document. */
export function createImportService({
  access,
  dataFolder,
  workerScript,
}: ImportServiceOptions): ImportService {
  const running = new Map<AbortController, string>();
  const uploads = new UploadFolder(path.join(dataFolder, 'uploads'));
  const abort = (isMeant: (file: string) => boolean) => {
    for (const [controller, file] of running) if (isMeant(file)) controller.abort();
  };
  return {
    handlers: {
      'import.model': async ({ path: requested }) => {
        const file = uploads.holds(requested) ? requested : await access.resolve(requested);
        const name = path.basename(file, path.extname(file));
        const controller = new AbortController();
        running.set(controller, requested);
        try {
          const run = { among: runsDirectory(null, name, dataFolder) };
          return await importInProcess(workerScript, { file, run }, { signal: controller.signal });
        } catch (error) {
          if (error instanceof ImportError) throw new ServiceError(error.code, error.message);
          throw error;
        } finally {
          running.delete(controller);
          await uploads.remove(file);
        }
      },
      'import.cancel': ({ path: requested }) => {
        abort(file => file === requested);
        return {};
      },
      'import.upload': piece => uploads.take(piece),
    },
    isUploaded: file => uploads.holds(file),
    close() {
      abort(() => true);
      void uploads.close();
    },
  };
}
