import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DocumentFormatError } from '../../shared/document/document-format-error.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import { CommandError } from './command-error.ts';

/**
 * Reads a document from a file.
 *
 * @param file its path
 * @throws CommandError with a sentence naming the file
 */
export function readDocument(file: string): NetloomDocument {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    if (reason === 'ENOENT') throw new CommandError('file.missing', `There is no file "${file}".`);
    if (reason === 'EISDIR')
      throw new CommandError('file.folder', `"${file}" is a folder; a .netloom file was expected.`);
    throw new CommandError('file.unreadable', `"${file}" cannot be read (${reason}).`);
  }
  try {
    return parseDocument(text);
  } catch (error) {
    if (error instanceof DocumentFormatError) throw new CommandError(error.code, `${file}: ${error.message}`);
    throw error;
  }
}

/**
 * Writes a file so that a crash leaves the old or the new content, never half of one.
 *
 * @param file its path
 * @param text the content
 */
export function writeTextFile(file: string, text: string): void {
  const temporary = path.join(
    path.dirname(file),
    `.${path.basename(file)}.${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    const descriptor = openSync(temporary, 'wx');
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    if (reason === 'ENOENT') throw new CommandError('file.folder', `The folder of "${file}" does not exist.`);
    throw new CommandError('file.unwritable', `"${file}" cannot be written (${reason}).`);
  }
}

/** Writes a document in its canonical form. */
export function writeDocument(file: string, document: NetloomDocument): void {
  writeTextFile(file, serializeDocument(document));
}
