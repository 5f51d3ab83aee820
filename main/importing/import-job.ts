import path from 'node:path';
import { z } from 'zod';
import { type ImportResult, importResultSchema } from '../../shared/contract/imports.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { newRunPath } from '../runs/run-place.ts';
import { importModelFile } from './import-model-file.ts';

/** What the import process is asked to do. */
export const importJobSchema = z.object({
  file: z.string(),
  /** Where the weights go: this very folder, or a new one among the runs in a folder. */
  run: z.union([z.object({ path: z.string() }), z.object({ among: z.string() })]),
});
export type ImportJob = z.infer<typeof importJobSchema>;

/** What the import process answers: the result, then that the weights are kept; or an error at either moment. */
export const importAnswerSchema = z.union([
  z.object({ result: importResultSchema }),
  z.object({ kept: z.literal(true) }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);

/**
 * Reads a model of another program: its document, and its weights as a run of it.
 *
 * @param job which file, and where its weights go
 * @param onRead told of the result before the weights are copied to the run, so that it can be shown meanwhile; waited for
 * @returns the result, once the weights are on the disk
 * @throws ImportError
 */
export async function runImportJob(
  job: ImportJob,
  onRead: (result: ImportResult) => Promise<void> | void = () => undefined,
): Promise<ImportResult> {
  const network = await importModelFile(job.file);
  try {
    const { document, weights, report } = network;
    const text = serializeDocument(document);
    if (weights.length === 0) {
      await onRead({ text, run: null, report });
      return { text, run: null, report };
    }
    const place = 'path' in job.run ? job.run.path : await newRunPath(job.run.among, 0);
    const folder = new RunFolder(place);
    const result = { text, run: folder.path, report };
    await onRead(result);
    await folder.create(
      {
        format: 'netloom-run',
        version: 1,
        document: document.name,
        status: 'imported',
        source: { file: path.basename(job.file), format: report.format },
        started: Date.now(),
      },
      document,
    );
    await folder.writeImported(weights);
    return result;
  } finally {
    network.close();
  }
}
