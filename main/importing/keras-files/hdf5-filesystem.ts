import { ImportError } from '../../../shared/importers/imported-network.ts';
import type { ByteSource } from '../../../shared/importers/onnx/byte-source.ts';
import { isSafeStretch } from './hdf5-check.ts';

/** An entry of the in-memory file system that the HDF5 library lives in. Source: Emscripten, MEMFS (library_memfs.js). */
interface FileNode {
  node_ops: { getattr(node: unknown): { size: number } };
  stream_ops: Record<string, unknown>;
}

/** The part of Emscripten's file system that is used. */
interface FileSystem {
  writeFile(path: string, data: Uint8Array): void;
  unlink(path: string): void;
  lookupPath(path: string): { node: FileNode };
  readonly ErrnoError: new (code: number) => Error;
}

/** Emscripten's numbers for "I/O error" and "operation not permitted". */
const INPUT_OUTPUT_ERROR = 29;
const NOT_PERMITTED = 63;
const FROM_CURRENT = 1;
const FROM_END = 2;

/**
 * Shows a source as a file to the HDF5 library. The library runs in WebAssembly with a file system of its own in memory, so nothing of
 * this machine but the source can be reached; the source itself is read piece by piece and never held.
 *
 * @param library the library's module
 * @param path the file's path in its file system
 * @param source the bytes
 * @returns takes the file away again
 */
export function showFile(library: { readonly FS: unknown }, path: string, source: ByteSource): () => void {
  const files = library.FS as FileSystem;
  files.writeFile(path, new Uint8Array(0));
  const { node } = files.lookupPath(path);
  const size = source.length;
  const attributes = node.node_ops.getattr.bind(node.node_ops);
  node.node_ops = {
    ...node.node_ops,
    getattr: target => ({ ...attributes(target), size }),
  };
  const refuse = () => {
    throw new files.ErrnoError(NOT_PERMITTED);
  };
  node.stream_ops = {
    ...node.stream_ops,
    read(_stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number | bigint) {
      const from = Number(position);
      const count = Math.max(0, Math.min(length, size - from));
      if (count === 0) return 0;
      const bytes = source.read(from, count);
      if (!isSafeStretch(source, from, bytes)) throw new files.ErrnoError(INPUT_OUTPUT_ERROR);
      buffer.set(bytes, offset);
      return count;
    },
    llseek(stream: { position: number | bigint }, offset: number | bigint, whence: number) {
      const base = whence === FROM_CURRENT ? Number(stream.position) : whence === FROM_END ? size : 0;
      return base + Number(offset);
    },
    write: refuse,
    mmap: refuse,
  };
  return () => files.unlink(path);
}

/** A sentence for whatever the library threw. */
export function damagedHdf5(error: unknown): ImportError {
  if (error instanceof ImportError) return error;
  const said = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200) ?? '';
  return new ImportError(
    'import.damaged',
    `The HDF5 data cannot be read${said ? ` (${said})` : ''}; the file is cut off or damaged. Save or fetch it again.`,
    { cause: error },
  );
}
