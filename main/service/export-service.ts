import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { summarizeDocument } from '../../shared/analysis/costs.ts';
import { formatSummary } from '../../shared/analysis/summary-formats.ts';
import type { EXPORT_METHODS, ExportResult } from '../../shared/contract/exports.ts';
import { type Handlers, ServiceError } from '../../shared/contract/protocol.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import type { FileAccess } from '../documents/file-access.ts';
import { saveFile } from '../documents/save-file.ts';
import { exportPicture } from '../drawing/export-picture.ts';
import { engineExecutable } from '../engines/engine-executable.ts';
import { startEngineProcess } from '../engines/start-engine-process.ts';
import { type LostProcess, lostProcessError } from '../setup/crashed-engine.ts';
import { type ExportJob, exportAnswerSchema } from './export-job.ts';

/** The largest file that a browser on another machine may fetch through the socket. */
const MAX_DOWNLOAD_BYTES = 512 * 1024 * 1024;

/** What the export service needs from its surroundings. */
export interface ExportServiceOptions {
  readonly access: FileAccess;
  /** The folder of a run that a window names. */
  readonly runOf: (run: string) => Promise<string>;
  /** The built script of the export process. */
  readonly workerScript: string;
}

/** The service's export methods. */
export interface ExportService {
  readonly handlers: Handlers<typeof EXPORT_METHODS>;
  /** Ends running exports; their half-written files go with them. */
  close(): void;
}

/** Writes files from documents. */
export function createExportService({ access, runOf, workerScript }: ExportServiceOptions): ExportService {
  const running = new Set<AbortController>();
  const runJob = async (params: ExportJob): Promise<ExportResult> => {
    const job = {
      ...params,
      path: await access.resolve(params.path),
      run: params.run === null ? null : await runOf(params.run),
    };
    const abort = new AbortController();
    running.add(abort);
    try {
      // Only a proof needs an engine.
      const execPath = 'verify' in job && job.verify ? await engineExecutable(null) : undefined;
      return await exportInProcess(workerScript, job, abort.signal, execPath);
    } finally {
      running.delete(abort);
    }
  };
  return {
    handlers: {
      'export.onnx': runJob,
      'export.model': runJob,
      'export.picture': async ({ text, path: requested, format, theme }) => {
        const file = await access.resolve(requested);
        const bytes = await exportPicture(parseDocument(text), file, { format, theme });
        return { path: file, bytes, verification: null };
      },
      'export.summary': async ({ text, path: requested, format }) => {
        const file = await access.resolve(requested);
        const document = parseDocument(text);
        const { size } = await saveFile(file, formatSummary(summarizeDocument(document), format), {
          overwrite: true,
        });
        return { path: file, bytes: size, verification: null };
      },
      'export.text': async ({ path: requested, text }) => {
        const file = await access.resolve(requested);
        const { size } = await saveFile(file, text, { overwrite: true });
        return { path: file, bytes: size, verification: null };
      },
      'export.download': async ({ path: requested }) => {
        const file = await access.resolve(requested);
        const { size } = await stat(file);
        if (size > MAX_DOWNLOAD_BYTES)
          throw new ServiceError(
            'export.too-large',
            `${file} has ${size} bytes; up to ${MAX_DOWNLOAD_BYTES} can be fetched through the window. Copy it from the serving machine.`,
          );
        return { name: path.basename(file), base64: (await readFile(file)).toString('base64') };
      },
    },
    close: () => {
      for (const abort of running) abort.abort();
    },
  };
}

const LOST: LostProcess = {
  what: 'No file was written: the export process',
  engine: null,
  code: 'export.worker',
  otherwise: 'perhaps the memory was not enough.',
};

/** Runs one export in a process of its own. */
function exportInProcess(
  script: string,
  job: ExportJob,
  signal: AbortSignal,
  execPath?: string,
): Promise<ExportResult> {
  return new Promise((resolve, reject) => {
    const child = startEngineProcess(script, { execPath, stderr: 'inherit' });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    let answered = false;
    child.once('message', message => {
      answered = true;
      const { data: answer } = exportAnswerSchema.safeParse(message);
      if (!answer)
        reject(new ServiceError('export.worker', 'The export process gave an answer that cannot be read.'));
      else if ('result' in answer) resolve(answer.result);
      else reject(new ServiceError(answer.error.code, answer.error.message));
    });
    child.once('error', reject);
    child.once('exit', (code, killer) => {
      signal.removeEventListener('abort', stop);
      if (answered) return;
      void lostProcessError(LOST, { code, signal: killer }).then(reject);
    });
    child.send(job);
  });
}
