import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { ImportError } from '../../shared/importers/imported-network.ts';
import type { ByteSource } from '../../shared/importers/onnx/byte-source.ts';
import type { TensorFiles } from '../../shared/importers/onnx/tensor-elements.ts';
import { systemReason } from '../documents/file-error.ts';

/** One read call may take less than 2 GB. */
const CHUNK = 2 ** 30;

/** A file that is read piece by piece until it is closed. */
export interface OpenedFile extends ByteSource {
  close(): void;
}

/**
 * Opens a file for reading.
 *
 * @throws ImportError `import.read`
 */
export function openFile(file: string, flags = constants.O_RDONLY): OpenedFile {
  let handle: number;
  try {
    handle = openSync(file, flags);
  } catch (error) {
    throw unreadable(file, error);
  }
  const { size } = fstatSync(handle);
  return {
    length: size,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const count = readSync(handle, bytes, done, Math.min(CHUNK, length - done), offset + done);
        if (count === 0)
          throw new ImportError('import.damaged', `${path.basename(file)} ends too early. Fetch it again.`);
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(handle),
  };
}

/** A model and the files of tensors beside it. */
export interface OpenedModel extends TensorFiles {
  close(): void;
}

/**
 * Opens an ONNX file and, as its tensors are read, plain files of its folder. A link is not followed: it would read what the user did
 * not choose.
 *
 * @param file the model's path
 * @throws ImportError
 */
export function openModel(file: string): OpenedModel {
  const model = openFile(file);
  const folder = path.dirname(path.resolve(file));
  const opened = new Map<string, OpenedFile | undefined>();
  return {
    model,
    external(location) {
      if (!opened.has(location)) opened.set(location, openBeside(folder, location));
      return opened.get(location);
    },
    close() {
      model.close();
      for (const source of opened.values()) source?.close();
    },
  };
}

function openBeside(folder: string, location: string): OpenedFile | undefined {
  const place = path.join(folder, location);
  if (path.dirname(place) !== folder) throw unsafe(location, 'lies outside the folder of the model');
  let before: ReturnType<typeof lstatSync>;
  try {
    before = lstatSync(place);
  } catch {
    return undefined;
  }
  if (before.isSymbolicLink()) throw unsafe(location, 'is a link to another place');
  if (!before.isFile()) throw unsafe(location, 'is no plain file');
  if (before.nlink > 1) throw unsafe(location, 'is a hard link to another file');
  // Between the look and the opening somebody may have put a link there.
  const source = openFile(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  const after = lstatSync(place);
  if (after.ino === before.ino && after.dev === before.dev && !after.isSymbolicLink()) return source;
  source.close();
  throw unsafe(location, 'was replaced while it was opened');
}

function unsafe(location: string, why: string): ImportError {
  return new ImportError(
    'import.unsafe',
    `The file "${location}" of the model's weights ${why}; it is not read. Put a plain copy of it beside the model.`,
  );
}

function unreadable(file: string, error: unknown): ImportError {
  return new ImportError('import.read', `${file} cannot be read: ${systemReason(error)}.`, { cause: error });
}
