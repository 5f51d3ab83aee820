import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An NVIDIA GPU of this machine with a driver that is loaded. */
export interface NvidiaGpu {
  /** The maker's name, for example `NVIDIA H200`. */
  readonly name: string;
}

/** Where to look; all default to this machine's. */
export interface NvidiaOptions {
  /** The root of the file system. */
  readonly root?: string;
  /** Its LD_LIBRARY_PATH may lead to the driver's library. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Folders in which systems and containers put the driver's library. */
const LIBRARY_FOLDERS = [
  'usr/lib/x86_64-linux-gnu',
  'usr/lib64',
  'usr/lib',
  'usr/local/nvidia/lib64',
  'usr/lib/wsl/lib',
  'run/opengl-driver/lib',
];

/**
 * The first GPU that the loaded NVIDIA driver tells of, by the files of Linux; null where there is none. A GPU without the driver's
 * library libcuda cannot compute and counts as none. In WSL the driver is outside and tells no name.
 */
export function nvidiaGpu({ root = '/', environment = process.env }: NvidiaOptions = {}): NvidiaGpu | null {
  const given = (environment.LD_LIBRARY_PATH ?? '').split(':').filter(folder => folder !== '');
  const folders = [...LIBRARY_FOLDERS.map(folder => join(root, folder)), ...given];
  const isReachable = folders.some(folder => existsSync(join(folder, 'libcuda.so.1')));
  if (!isReachable) return null;
  const driver = join(root, 'proc/driver/nvidia/gpus');
  for (const bus of list(driver)) {
    const model = /^Model:\s*(.+?)\s*$/m.exec(read(join(driver, bus, 'information')))?.[1];
    if (model !== undefined) return { name: model.startsWith('NVIDIA') ? model : `NVIDIA ${model}` };
  }
  return existsSync(join(root, 'dev/dxg')) || existsSync(join(root, 'dev/nvidia0'))
    ? { name: 'NVIDIA GPU' }
    : null;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
