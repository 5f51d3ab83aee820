import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { IMPORT_METHODS } from '../../shared/contract/imports.ts';
import { type Handlers, ServiceError } from '../../shared/contract/protocol.ts';
import { ImportError } from '../../shared/importers/imported-network.ts';
import type { FileAccess } from '../documents/file-access.ts';
import { runsDirectory } from '../runs/run-place.ts';
import { importInProcess, startImportProcess } from './import-in-process.ts';
import { UploadFolder } from './upload-folder.ts';

/** How long a process that was started ahead waits for a file. */
const READY_MS = 120_000;

/** What the import service needs from its surroundings. */
export interface ImportServiceOptions {
  readonly access: FileAccess;
  readonly dataFolder: string;
  readonly emit: (event: string, data: unknown) => void;
  /** The built script of the import process. */
  readonly workerScript: string;
}

/** The service's import methods. */
export interface ImportService {
  readonly handlers: Handlers<typeof IMPORT_METHODS>;
  /** Whether a path is that of a file that a window brought. */
  isUploaded(file: string): boolean;
  /**
   * Waits until the weights of runs that are being copied are whole.
   *
   * @param place the folder of a run, or of several
   */
  settled(place: string): Promise<void>;
  /** Ends imports of which nothing was shown yet, lets the others copy their weights, and removes what windows brought. */
  close(): Promise<void>;
}

/**
 * Reads models of other programs for windows; the weights become a run of the unsaved document. A network is answered as soon as it is
 * read; whoever asks for its run waits until its weights are copied.
 */
export function createImportService({
  access,
  dataFolder,
  emit,
  workerScript,
}: ImportServiceOptions): ImportService {
  const running = new Map<AbortController, { readonly file: string; isRead: boolean }>();
  /** Runs whose weights are being copied. None of the promises rejects. */
  const copying = new Map<string, Promise<void>>();
  const uploads = new UploadFolder(path.join(dataFolder, 'uploads'));
  let ready: ChildProcess | null = null;
  const takeReady = () => {
    const taken = ready;
    ready = null;
    return taken;
  };
  const importFile = async (requested: string, file: string) => {
    const name = path.basename(file, path.extname(file));
    const controller = new AbortController();
    const entry = { file: requested, isRead: false };
    running.set(controller, entry);
    const finish = async () => {
      running.delete(controller);
      await uploads.remove(file);
    };
    try {
      const job = { file, run: { among: runsDirectory(null, name, dataFolder) } };
      const limits = { signal: controller.signal, started: takeReady() };
      const { result, kept } = await importInProcess(workerScript, job, limits);
      const { run } = result;
      entry.isRead = true;
      const copied = kept
        .catch(error => {
          const sentence = error instanceof Error ? error.message : String(error);
          if (run !== null && !controller.signal.aborted)
            emit('import.weights-lost', { run, file, sentence });
        })
        .then(finish)
        .finally(() => run !== null && copying.delete(run));
      if (run !== null) copying.set(run, copied);
      return result;
    } catch (error) {
      await finish();
      if (error instanceof ImportError) throw new ServiceError(error.code, error.message);
      throw error;
    }
  };
  return {
    handlers: {
      'import.prepare': () => {
        if (ready?.connected) return {};
        const child = startImportProcess(workerScript);
        ready = child;
        setTimeout(() => ready === child && takeReady()?.kill(), READY_MS).unref();
        // What the process says is heard by the import that takes it; one that cannot start is replaced then.
        child.once('error', () => ready === child && takeReady());
        return {};
      },
      'import.model': async ({ path: requested }) =>
        importFile(requested, uploads.holds(requested) ? requested : await access.resolve(requested)),
      'import.cancel': ({ path: requested }) => {
        for (const [controller, { file }] of running) if (file === requested) controller.abort();
        return {};
      },
      'import.upload': piece => uploads.take(piece),
    },
    isUploaded: file => uploads.holds(file),
    async settled(place) {
      const inside = (run: string) => run === place || path.dirname(run) === place;
      await Promise.all([...copying].flatMap(([run, copied]) => (inside(run) ? [copied] : [])));
    },
    async close() {
      takeReady()?.kill();
      for (const [controller, { isRead }] of running) if (!isRead) controller.abort();
      await Promise.all(copying.values());
      await uploads.close();
    },
  };
}
