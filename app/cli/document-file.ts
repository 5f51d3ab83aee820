import { readStamped } from '../../main/documents/file-stamp.ts';
import { saveFile } from '../../main/documents/save-file.ts';
import { DocumentFormatError } from '../../shared/document/document-format-error.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import { CommandError } from './command-error.ts';

/**
 * Reads a document from a file.
 *
 * @param file its path
 * @throws CommandError or FileError with a sentence naming the file
 */
export async function readDocument(file: string): Promise<NetloomDocument> {
  const { text } = await readStamped(file);
  try {
    return parseDocument(text);
  } catch (error) {
    if (error instanceof DocumentFormatError) throw new CommandError(error.code, `${file}: ${error.message}`);
    throw error;
  }
}

/** Writes a document in its canonical form, over whatever stands there. */
export async function writeDocument(file: string, document: NetloomDocument): Promise<void> {
  await saveFile(file, serializeDocument(document), { overwrite: true });
}
