import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../shared/document/schema.ts';
import { loadWeights } from './load-weights.ts';
import { RunFolder } from './run-folder.ts';
import { type LazyTensor, writeLazyTensors } from './safetensors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netloom-weights-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NETWORK: NetloomDocument = {
  ...emptyDocument('small'),
  nodes: {
    in: { type: 'InputLayer', parameters: { shape: [4, 4, 2] } },
    conv: { type: 'Conv2D', parameters: { filters: 3, kernel_size: [1, 2], padding: 'same' } },
    norm: { type: 'BatchNormalization' },
    pool: { type: 'GlobalAveragePooling2D' },
    fc: { type: 'Dense', parameters: { units: 2 } },
  },
  edges: [
    { from: 'in', to: 'conv' },
    { from: 'conv', to: 'norm' },
    { from: 'norm', to: 'pool' },
    { from: 'pool', to: 'fc' },
  ],
};

const count = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
const ramp = (name: string, shape: readonly number[]): LazyTensor => ({
  name,
  dtype: 'float32',
  shape,
  read: () => Float32Array.from({ length: count(shape) }, (_, i) => i),
});

async function load(tensors: readonly LazyTensor[]) {
  const file = path.join(folder, 'w.safetensors');
  await writeLazyTensors(file, tensors, {});
  const loaded = await loadWeights(NETWORK, file, () => Promise.resolve(path.join(folder, 'run')));
  const kinds = (kind: string) =>
    loaded.rows.filter(row => row.kind === kind).map(({ weight, tensor }) => weight || tensor);
  return { loaded, kinds };
}

describe('weights from safetensors', () => {
  it('by their full names, as Netloom and Keras lay them out', async () => {
    const { loaded, kinds } = await load([ramp('conv/kernel', [1, 2, 2, 3]), ramp('fc.bias', [2])]);
    expect(kinds('matched')).toEqual(['conv/kernel', 'fc/bias']);
    expect(kinds('missing')).toHaveLength(6);
    const weights = await new RunFolder(loaded.run ?? '').readWeights();
    expect(weights.get('conv/kernel')?.data.slice(0, 4)).toEqual(Float32Array.from([0, 1, 2, 3]));
    expect(weights.get('norm/gamma')?.data, 'what is missing begins fresh').toEqual(
      Float32Array.from([1, 1, 1]),
    );
  });

  it("by PyTorch's names, the axes in Keras's order", async () => {
    const { loaded, kinds } = await load([
      ramp('conv.weight', [3, 2, 1, 2]),
      ramp('fc.weight', [2, 3]),
      ramp('norm.running_mean', [3]),
      ramp('norm.num_batches_tracked', []),
    ]);
    expect(kinds('matched')).toEqual(['conv/kernel', 'norm/moving_mean', 'fc/kernel']);
    expect(kinds('unused')).toEqual(['norm.num_batches_tracked']);
    const weights = await new RunFolder(loaded.run ?? '').readWeights();
    // fc.weight is [[0 1 2] [3 4 5]], outputs by inputs; Keras has inputs by outputs.
    expect([...(weights.get('fc/kernel')?.data ?? [])]).toEqual([0, 3, 1, 4, 2, 5]);
    // Element (o, i, 0, w) of conv.weight is 4 o + 2 i + w; Keras's order is (0, w, i, o).
    expect([...(weights.get('conv/kernel')?.data ?? [])]).toEqual([0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11]);
  });

  it('another shape is told and not taken; nothing that fits makes no run', async () => {
    const { loaded, kinds } = await load([ramp('conv.weight', [3, 2, 3, 3]), ramp('other', [1])]);
    expect(kinds('shape')).toEqual(['conv/kernel']);
    expect(loaded.rows.find(({ kind }) => kind === 'shape')?.note).toBe(
      'The network expects 3 × 2 × 1 × 2, the file has 3 × 2 × 3 × 3.',
    );
    expect(loaded.run).toBeNull();
  });

  it('half precision becomes float32', async () => {
    // 1.5 is 0x3e00 in float16 and 0x3fc0 in bfloat16.
    const half = (name: string, dtype: 'float16' | 'bfloat16', bits: number): LazyTensor => ({
      name,
      dtype,
      shape: [2],
      read: () => Uint16Array.from([bits, bits]),
    });
    const { loaded } = await load([half('fc/bias', 'float16', 0x3e00)]);
    const weights = await new RunFolder(loaded.run ?? '').readWeights();
    expect([...(weights.get('fc/bias')?.data ?? [])]).toEqual([1.5, 1.5]);
    const again = await load([half('fc/bias', 'bfloat16', 0x3fc0)]);
    const others = await new RunFolder(again.loaded.run ?? '').readWeights();
    expect([...(others.get('fc/bias')?.data ?? [])]).toEqual([1.5, 1.5]);
  });
});
