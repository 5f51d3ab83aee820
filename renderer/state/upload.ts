import { call } from './service.ts';

/** Bytes of one message: small enough for progress to be seen and for other calls to pass between. */
const PIECE = 4 * 1024 * 1024;

/** Files that lie on the serving machine until their import is done. */
export interface Uploaded {
  /** The path of the first file there. */
  readonly path: string;
}

/**
 * Brings files of the user's own machine to the service, side by side.
 *
 * @param files at least one; the first is the model
 * @param told is told the share that is there, 0 to 1
 * @param signal stops between two pieces
 * @throws ServiceError with a sentence; DOMException when stopped
 */
export async function upload(
  files: readonly File[],
  told: (share: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  let folder: string | null = null;
  let first = '';
  for (const file of files) {
    for (let offset = 0; offset === 0 || offset < file.size; offset += PIECE) {
      signal.throwIfAborted();
      const base64 = await encode(file.slice(offset, offset + PIECE));
      const answer: { folder: string; path: string } = await call('import.upload', {
        folder,
        name: file.name,
        offset,
        base64,
      });
      folder = answer.folder;
      if (first === '') first = answer.path;
      done += Math.min(PIECE, file.size - offset);
      told(total === 0 ? 1 : done / total);
    }
  }
  return { path: first };
}

/** A piece as base64, by the browser's own reader: in JavaScript it would cost seconds for a large model. */
function encode(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'));
    reader.readAsDataURL(piece);
  });
}
