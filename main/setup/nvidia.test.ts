import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { libraryWheel } from './library-wheel.ts';
import { nvidiaGpu } from './nvidia.ts';
import { chosenBuild, setupPlace } from './place.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'netloom-nvidia-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** As the driver 535 for Linux writes it. */
const INFORMATION = `Model: \t\t NVIDIA GeForce RTX 3060
IRQ:   \t\t 147
GPU UUID: \t GPU-1f2e3d4c-0000-1111-2222-333344445555
Video BIOS: \t 94.06.25.00.8f
Bus Type: \t PCIe
DMA Size: \t 47 bits
DMA Mask: \t 0x7fffffffffff
Bus Location: \t 0000:01:00.0
Device Minor: \t 0
GPU Excluded:\t No
`;
const GPU = 'proc/driver/nvidia/gpus/0000:01:00.0/information';
const CUDA = 'usr/lib/x86_64-linux-gnu/libcuda.so.1';
const look = (environment: NodeJS.ProcessEnv = {}) => nvidiaGpu({ root, environment });

describe('an NVIDIA GPU', () => {
  test('is named by its driver', () => {
    put(GPU, INFORMATION);
    put(CUDA);
    expect(look()).toEqual({ name: 'NVIDIA GeForce RTX 3060' });
    put(GPU, INFORMATION.replace('NVIDIA GeForce RTX 3060', 'Tesla V100'));
    expect(look()).toEqual({ name: 'NVIDIA Tesla V100' });
  });

  test('without the driver’s library, or without a card, is none', () => {
    expect(look()).toBeNull();
    put(GPU, INFORMATION);
    expect(look()).toBeNull();
    rmSync(join(root, 'proc'), { recursive: true });
    put(CUDA);
    expect(look()).toBeNull();
  });

  test('of WSL has no name, and a library elsewhere is found by LD_LIBRARY_PATH', () => {
    put('dev/dxg');
    put('opt/driver/libcuda.so.1');
    expect(look()).toBeNull();
    expect(look({ LD_LIBRARY_PATH: `/nowhere:${join(root, 'opt/driver')}` })).toEqual({ name: 'NVIDIA GPU' });
    put('usr/lib/wsl/lib/libcuda.so.1');
    expect(look()).toEqual({ name: 'NVIDIA GPU' });
  });
});

describe('the build of TensorFlow', () => {
  test('is the named one; a name that is none is refused', () => {
    expect(chosenBuild(root, { NETLOOM_TENSORFLOW: 'cuda' })).toBe('cuda');
    expect(chosenBuild(root, { NETLOOM_TENSORFLOW: 'cpu' })).toBe('cpu');
    expect(() => chosenBuild(root, { NETLOOM_TENSORFLOW: 'rocm' })).toThrow('names "rocm"; the builds');
  });

  test('is that for the processor where nobody names one and CUDA is not set up', () => {
    expect(chosenBuild(root, {})).toBe('cpu');
  });

  test('with CUDA has folders of its own, beside those of the other', () => {
    const [cpu, cuda] = (['cpu', 'cuda'] as const).map(build => setupPlace({ cacheDirectory: root, build }));
    expect(cpu?.cudaLibraries).toBeNull();
    expect(cuda?.cudaLibraries).toMatch(/nvidia-12\.9\.1-/);
    expect(cuda?.setupCommand).toBe('npx netloom setup --cuda');
    for (const part of ['library', 'addon', 'home', 'installedAddon'] as const)
      expect(cuda?.[part]).not.toBe(cpu?.[part]);
  });

  test('with CUDA is there for 64-bit Intel on Linux alone', () => {
    expect(libraryWheel('linux', 'x64', 'cuda')?.distribution).toBe('tensorflow');
    for (const [platform, architecture] of [
      ['linux', 'arm64'],
      ['darwin', 'arm64'],
      ['win32', 'x64'],
    ] as const)
      expect(libraryWheel(platform, architecture, 'cuda')).toBeNull();
  });
});
