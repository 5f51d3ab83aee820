import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ImportError } from '../../../shared/importers/imported-network.ts';
import { type ByteSource, memorySource } from '../../../shared/importers/onnx/byte-source.ts';
import { pickled } from '../detect-format.ts';

/** The named members of a .keras file; nothing else is read, and nothing is ever written to disk. */
export interface KerasArchive {
  /** The text of a member; null where there is none of that name. */
  text(name: string): Promise<string | null>;
  /** The bytes of a member, read from the file piece by piece where it is stored uncompressed. */
  source(name: string): Promise<ByteSource | null>;
  close(): void;
}

/** The most members; Keras writes 3, and one per asset of a layer. */
const MAX_MEMBERS = 10_000;
/** The largest config. */
const MAX_TEXT = 256 * 1024 * 1024;
/** A member may expand so many times, and any member up to this size. Source: keras/src/saving/saving_lib.py guards likewise. */
const MAX_RATIO = 100;
const UNQUESTIONED_SIZE = 16 * 1024 * 1024;
/** All members together. */
const MAX_TOTAL = 64 * 1024 ** 3;
const STORED = 0;
/** File type bits of a Unix mode, and those of a symbolic link. */
const TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * Opens a zip file after checking all its members.
 *
 * @param path the file
 * @throws ImportError for what is no zip file, or one that is not as a .keras file can be
 */
export async function openArchive(path: string): Promise<KerasArchive> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, strictFileNames: true });
  } catch (error) {
    throw damaged(error);
  }
  const members = new Map<string, Entry>();
  let fd: number | null = null;
  const close = () => {
    zip.close();
    if (fd !== null) closeSync(fd);
    fd = null;
  };
  try {
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      check(entry, members);
      // PyTorch's own zip files hold a pickle.
      if (/(^|\/)data\.pkl$/.test(entry.fileName)) throw pickled(basename(path));
      members.set(entry.fileName, entry);
      total += entry.uncompressedSize;
      if (members.size > MAX_MEMBERS || total > MAX_TOTAL)
        throw unsafe(`more than ${MAX_MEMBERS} members or ${MAX_TOTAL} bytes`);
    }
  } catch (error) {
    close();
    throw damaged(error);
  }
  const bytesOf = async (entry: Entry): Promise<Uint8Array> => {
    try {
      const bytes = Buffer.allocUnsafe(entry.uncompressedSize);
      let at = 0;
      for await (const piece of await zip.openReadStreamPromise(entry))
        at += (piece as Buffer).copy(bytes, at);
      if (at !== bytes.length) throw new Error(`${entry.fileName} is shorter than it says`);
      return bytes;
    } catch (error) {
      throw damaged(error);
    }
  };
  return {
    async text(name) {
      const entry = members.get(name);
      if (!entry) return null;
      if (entry.uncompressedSize > MAX_TEXT)
        throw new ImportError(
          'import.too-large',
          `${name} has ${entry.uncompressedSize} bytes; at most ${MAX_TEXT} are read.`,
        );
      return new TextDecoder().decode(await bytesOf(entry));
    },
    async source(name) {
      const entry = members.get(name);
      if (!entry) return null;
      if (entry.compressionMethod !== STORED) return memorySource(await bytesOf(entry));
      const start = await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch((error: unknown) => {
        throw damaged(error);
      });
      fd ??= openSync(path, 'r');
      return fileSource(fd, start.fileDataStart, entry.uncompressedSize);
    },
    close,
  };
}

/** A stretch of an open file. */
export function fileSource(fd: number, start: number, length: number): ByteSource {
  return {
    length,
    read(offset, count) {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; ) {
        const got = readSync(fd, bytes, at, count - at, start + offset + at);
        if (got === 0)
          throw new ImportError('import.damaged', 'The file ends before its data do; it is cut off.');
        at += got;
      }
      return bytes;
    },
  };
}

function check(entry: Entry, members: ReadonlyMap<string, Entry>): void {
  const { fileName: name, uncompressedSize, compressedSize } = entry;
  if (entry.isEncrypted())
    throw new ImportError(
      'import.format',
      'The zip file is protected by a password. Unpack it with the password, and pack or save the model anew without one.',
    );
  const shown = JSON.stringify(name.slice(0, 100));
  if (
    name.includes('\0') ||
    name.includes('\\') ||
    /^\/|^[A-Za-z]:/.test(name) ||
    name.split('/').includes('..')
  )
    throw unsafe(`a member called ${shown}, which leads out of it`);
  if (members.has(name)) throw unsafe(`two members called ${shown}`);
  if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) === SYMBOLIC_LINK)
    throw unsafe(`a symbolic link, ${shown}`);
  if (uncompressedSize > UNQUESTIONED_SIZE && uncompressedSize > compressedSize * MAX_RATIO)
    throw unsafe(`a member, ${shown}, that grows from ${compressedSize} to ${uncompressedSize} bytes`);
}

function unsafe(what: string): ImportError {
  return new ImportError(
    'import.unsafe',
    `The zip file holds ${what}; no file that Keras saved does. It is not read.`,
  );
}

function damaged(error: unknown): ImportError {
  if (error instanceof ImportError) return error;
  const said = error instanceof Error ? error.message.slice(0, 200) : String(error);
  // yauzl refuses such names by itself.
  if (/invalid (characters|relative path)|absolute path/i.test(said))
    return new ImportError(
      'import.unsafe',
      `The zip file holds a member that leads out of it (${said}). It is not read.`,
    );
  return new ImportError(
    'import.damaged',
    `The file is not a whole zip file (${said}); it is cut off or damaged. Save or fetch it again.`,
    { cause: error },
  );
}
