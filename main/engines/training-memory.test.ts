import { expect, it } from 'vitest';
import { DOCUMENT_VERSION } from '../../shared/document/schema.ts';
import { completeOptimizer } from '../../shared/document/training-defaults.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { requireTrainingMemory, trainingMemory } from './training-memory.ts';

const wide = inferDocument({
  format: 'netloom',
  version: DOCUMENT_VERSION,
  name: 'wide',
  nodes: {
    x: { type: 'InputLayer', parameters: { shape: [100_000] } },
    y: { type: 'Dense', parameters: { units: 700_000 } },
  },
  edges: [{ from: 'x', to: 'y' }],
  positions: {},
});

it('counts weights, gradients and slots, and the values of a batch with theirs', () => {
  // (100,000 + 1) · 700,000 weights of 4 bytes, each with a gradient and Adam's two slots; 800,000 values a sample, twice, 64 samples.
  expect(trainingMemory(wide, 64, completeOptimizer({ name: 'adam' }))).toEqual({
    weights: 70_000_700_000 * 4 * 4,
    activations: 800_000 * 4 * 2 * 64,
  });
});

it('refuses what cannot fit, with the figure and the remedy that helps', () => {
  const gigabyte = 2 ** 30;
  const memory = { weights: 3 * gigabyte, activations: 2.5 * gigabyte };
  expect(() => requireTrainingMemory(memory, 64, 6 * gigabyte)).not.toThrow();
  expect(() => requireTrainingMemory(memory, 64, 5 * gigabyte)).toThrow(
    'about 5.5 GB (weights, gradients and optimizer 3 GB, a batch of 64 2.5 GB); 5 GB are free. Choose a smaller batch size',
  );
  expect(() => requireTrainingMemory(memory, 64, 2 * gigabyte)).toThrow('Make the network smaller.');
});
