import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { probeWebGpu, SWIFTSHADER } from '../../setup/probe-webgpu.ts';
import type { Engine } from '../engine.ts';
import { webGpuEngine } from './webgpu-engine.ts';

/** The engine for tests on the adapter that is there, or why there is none. */
export interface TestAdapter {
  /** A sentence where WebGPU cannot be had here; null where it can. */
  readonly missing: string | null;
  /** Builds the thread's program from the sources and opens the GPU; the same engine at each call. */
  load(): Promise<Engine>;
}

/** Finds a GPU, else the adapter in software that comes with chromium. */
export async function testAdapter(): Promise<TestAdapter> {
  const software = SWIFTSHADER.find(existsSync);
  if (software !== undefined) process.env.VK_ICD_FILENAMES ??= software;
  const found = await probeWebGpu();
  let engine: Promise<Engine> | null = null;
  return {
    missing: found.state === 'ready' ? null : found.detail,
    load: () => {
      engine ??= open();
      return engine;
    },
  };
}

async function open(): Promise<Engine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'netloom-gpu-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'app/worker/gpu-thread.ts',
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
  return webGpuEngine(path.join(folder, 'gpu-thread.mjs'));
}
