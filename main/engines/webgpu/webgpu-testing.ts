import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { describe, it } from 'vitest';
import { probeWebGpu, SWIFTSHADER } from '../../setup/probe-webgpu.ts';
import type { Engine } from '../engine.ts';
import { webGpuEngine } from './webgpu-engine.ts';

/**
 * A suite on WebGPU, on the GPU that is there or else on the adapter in software that comes with chromium; where neither is, it says why
 * it was not run.
 *
 * @param title its name
 * @param suite is given what builds the thread from the sources and opens the adapter: the same engine at each call
 */
export function describeWebGpu(title: string, suite: (load: () => Promise<Engine>) => void): void {
  describe(title, async () => {
    const software = SWIFTSHADER.find(existsSync);
    if (software !== undefined) process.env.VK_ICD_FILENAMES ??= software;
    const found = await probeWebGpu();
    let engine: Promise<Engine> | null = null;
    if (found.state !== 'ready') it.skip(`was not run: ${found.detail}`, () => undefined);
    else
      suite(() => {
        engine ??= open();
        return engine;
      });
  });
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
