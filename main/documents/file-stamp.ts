import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { FileStamp } from '../../shared/contract/documents.ts';
import { MAX_DOCUMENT_CHARACTERS } from '../../shared/document/serialize.ts';
import { FileError, fileFailure, systemCode } from './file-error.ts';

/** A text with the identity of the file it was read from. */
export interface StampedText {
  readonly text: string;
  readonly stamp: FileStamp;
}

/**
 * Reads a text file with its stamp.
 *
 * @param file its path
 * @throws FileError with a sentence
 */
export async function readStamped(file: string): Promise<StampedText> {
  try {
    const { size, mtimeMs } = await stat(file);
    if (size > MAX_DOCUMENT_CHARACTERS)
      throw new FileError(
        'file.too-large',
        `"${file}" has ${size} bytes; a document has at most ${MAX_DOCUMENT_CHARACTERS}.`,
      );
    const bytes = await readFile(file);
    return {
      text: bytes.toString('utf8'),
      stamp: { size: bytes.length, modified: mtimeMs, sha256: sha256(bytes) },
    };
  } catch (error) {
    throw fileFailure(file, error, 'read');
  }
}

/** The stamp of a file as it now is; null when there is none. */
export async function currentStamp(file: string): Promise<FileStamp | null> {
  try {
    return (await readStamped(file)).stamp;
  } catch (error) {
    if (error instanceof FileError && error.code === 'file.missing') return null;
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether two stamps are of the same content. */
export function sameContent(a: FileStamp | null, b: FileStamp | null): boolean {
  return a?.sha256 === b?.sha256;
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
