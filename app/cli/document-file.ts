import { existsSync } from 'node:fs';
import path from 'node:path';
import { FileError } from '../../main/documents/file-error.ts';
import { currentStamp, readStamped, sha256 } from '../../main/documents/file-stamp.ts';
import { saveFile } from '../../main/documents/save-file.ts';
import { dataInsteadOfNetwork } from '../../shared/document/data-files.ts';
import { DocumentFormatError } from '../../shared/document/document-format-error.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import { CommandError } from './command-error.ts';
import { log } from './output.ts';

/**
 * Reads a document from a file.
 *
 * @param file its path
 * @throws CommandError or FileError with a sentence naming the file
 */
export async function readDocument(file: string): Promise<NetloomDocument> {
  refuseModel(file);
  const { text } = await readStamped(file);
  try {
    return parseDocument(text);
  } catch (error) {
    if (error instanceof DocumentFormatError)
      throw new CommandError(error.code, `${file}: ${dataInsteadOfNetwork(file) ?? error.message}`);
    throw error;
  }
}

/** A model of another program is told by its name: it may be larger than any document is read. */
function refuseModel(file: string): void {
  const extension = path.extname(file).toLowerCase();
  if (!MODELS.includes(extension) || !existsSync(file)) return;
  const document = `${path.basename(file, path.extname(file))}.netloom`;
  throw new CommandError(
    'document.foreign',
    `${file} is a model of another program, not a Netloom document. Read it first: netloom import ${file} -o ${document}`,
  );
}

/** Names of models that `netloom import` reads, and that no document bears. */
const MODELS: readonly string[] = ['.onnx', '.keras', '.h5', '.hdf5'];

/**
 * Refuses a file whose folder does not exist, before work is done that would be lost.
 *
 * @param file where a file is to be written
 * @throws FileError
 */
export function requireFolderOf(file: string): void {
  if (!existsSync(path.dirname(path.resolve(file))))
    throw new FileError('file.folder', `The folder of "${file}" does not exist.`);
}

/**
 * Writes a document in its canonical form, over whatever stands there.
 *
 * @param file where to
 * @param keep whether what stood there is kept beside it, as FILE.bak, and this is said
 */
export async function writeDocument(
  file: string,
  document: NetloomDocument,
  { keep = false }: { readonly keep?: boolean } = {},
): Promise<void> {
  const text = serializeDocument(document);
  const before = keep ? await currentStamp(file) : null;
  const isReplaced = before !== null && before.sha256 !== sha256(text);
  await saveFile(file, text, { overwrite: true, keepBackup: isReplaced });
  if (isReplaced) log(`What stood in ${file} before is kept as ${file}.bak.`);
}
