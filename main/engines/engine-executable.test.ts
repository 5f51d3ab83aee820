import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { engineExecutable } from './engine-executable.ts';
import { webGpuEngine } from './webgpu/webgpu-engine.ts';

test('outside of Electron every engine runs in this process’s own executable', async () => {
  for (const engine of ['tensorflow', 'webgpu', 'javascript', null] as const)
    expect(await engineExecutable(engine)).toBeUndefined();
});

describe('in Electron', () => {
  const { versions } = process;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'netloom-executable-'));
    Object.defineProperty(process, 'versions', { value: { ...versions, electron: '45.4.1' } });
    vi.stubEnv('PATH', folder);
    vi.stubEnv('NETLOOM_CACHE', path.join(folder, 'cache'));
  });
  afterEach(() => {
    Object.defineProperty(process, 'versions', { value: versions });
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test('WebGPU alone gets a plain Node', async () => {
    const node = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    symlinkSync(process.execPath, node);
    expect(await engineExecutable('webgpu')).toBe(node);
    expect(await engineExecutable('tensorflow')).toBeUndefined();
    expect(await engineExecutable('javascript')).toBeUndefined();
  });

  test('without one the engine refuses in a sentence', async () => {
    expect(await engineExecutable('webgpu')).toBeUndefined();
    expect(() => webGpuEngine('nowhere.mjs')).toThrow('WebGPU needs a plain Node beside this app');
  });
});
