import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { writeOnnx } from '../main/onnx/write-onnx.ts';
import { openSafetensors, writeLazyTensors } from '../main/runs/safetensors.ts';
import { lazyWeightStore } from '../main/training/weight-store-of.ts';
import { describedWeights, initialWeightStore } from '../shared/exporters/initial-weight-store.ts';
import { buildOnnxModel } from '../shared/exporters/onnx/build-model.ts';
import { inferDocument } from '../shared/inference/infer.ts';
import type { WeightStore } from '../shared/layers/weight-store.ts';
import { findTemplate } from '../shared/templates/index.ts';
import { median, tell } from './statistics.ts';

/**
 * `node export.mjs FOLDER WHAT [ROUNDS]`: VGG-16 to ONNX in turns with a raw write of as many bytes, both to the disk (fsync). WHAT is
 * `run` (weights of a run, a safetensors file) or `fresh` (initial weights of a seed, computed on the way).
 */
const [, , parent = '.', what = 'run', rounds = '5'] = process.argv;
const template = findTemplate('vgg-16');
if (!template) throw new Error('There is no template vgg-16.');
const document = template.build();
const inference = inferDocument(document);
const folder = mkdtempSync(path.join(parent, 'netloom-export-'));
const MB = 2 ** 20;

/** A run's weights: the initial ones, in a file. */
async function runWeights(): Promise<WeightStore> {
  const file = path.join(folder, 'weights.safetensors');
  const initial = initialWeightStore(inference, 1);
  const tensors = [...describedWeights(inference)].map(([name, { shape }]) => ({
    name,
    dtype: 'float32' as const,
    shape,
    read: () => initial.get(name) ?? new Float32Array(0),
    pieces: () => initial.pieces?.(name) ?? [],
  }));
  await writeLazyTensors(file, tensors);
  return lazyWeightStore(await openSafetensors(file));
}

/** One pass of a contender: milliseconds by the clock and of the processor. */
async function pass(work: () => unknown): Promise<{ wall: number; cpu: number }> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1_000 };
}

function writeRaw(file: string, bytes: number): void {
  const block = Buffer.alloc(64 * MB, 0x3f);
  const handle = openSync(file, 'w');
  for (let left = bytes; left > 0; left -= block.length)
    writeSync(handle, block, 0, Math.min(left, block.length));
  fsyncSync(handle);
  closeSync(handle);
}

try {
  const weights = what === 'fresh' ? initialWeightStore(inference, 1) : await runWeights();
  const file = path.join(folder, 'vgg-16.onnx');
  const raw = path.join(folder, 'raw');
  let bytes = 0;
  const exported: { wall: number; cpu: number }[] = [];
  const written: { wall: number; cpu: number }[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    exported.push(
      await pass(async () => {
        const { model } = buildOnnxModel(document.name, inference.graph, inference, weights);
        ({ bytes } = await writeOnnx(model, file));
      }),
    );
    rmSync(file);
    written.push(await pass(() => writeRaw(raw, bytes)));
    rmSync(raw);
  }
  const wall = median(exported.map(each => each.wall));
  const rawWall = median(written.map(each => each.wall));
  const ratios = exported.map((each, i) => each.wall / (written[i]?.wall ?? Number.NaN));
  tell({
    bench: 'export',
    network: 'vgg-16',
    weights: what === 'fresh' ? 'initial ones, computed on the way' : 'of a run',
    MB: bytes / MB,
    rounds: exported.length,
    'median ms': wall,
    'raw write ms': rawWall,
    'median ratio': median(ratios),
    'best ratio': Math.min(...ratios),
    'cpu ms': median(exported.map(each => each.cpu)),
    'raw cpu ms': median(written.map(each => each.cpu)),
    'peak memory MB': process.resourceUsage().maxRSS / 1024,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
