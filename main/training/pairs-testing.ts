import {
  DOCUMENT_VERSION,
  type NetloomDocument,
  type TrainingSettings,
} from '../../shared/document/schema.ts';
import { npzFile, type TestArray, upTo } from '../datasets/testing.ts';

/** Samples of {@link pairsFile}. */
export const PAIRS = 400;

/**
 * Arrays for {@link pairsDocument}: grey pictures of 4 × 4 bytes, two figures of other sizes, which side of the picture is light, and the
 * sum of the figures.
 */
export function pairsArrays() {
  const samples = upTo(PAIRS);
  const side = samples.map(i => (i * 5 + (i >> 3)) % 2);
  const pixel = (sample: number, place: number) => {
    const isLight = (place % 4 < 2 ? 0 : 1) === side[sample];
    return (isLight ? 160 : 20) + ((sample * 31 + place * 17) % 60);
  };
  const facts = samples.flatMap(i => [(i * 7) % 11, 1000 * ((i * 3) % 13)]);
  const sums = samples.map(i => (facts[2 * i] ?? 0) / 10 + (facts[2 * i + 1] ?? 0) / 12_000);
  return {
    photo: { shape: [PAIRS, 4, 4], data: Uint8Array.from(upTo(PAIRS * 16), i => pixel(i >> 4, i % 16)) },
    facts: { shape: [PAIRS, 2], data: Float32Array.from(facts) },
    side: { shape: [PAIRS], data: Int32Array.from(side) },
    sum: { shape: [PAIRS], data: Float32Array.from(sums) },
  };
}

/**
 * An archive of {@link pairsArrays}.
 *
 * @param more further arrays, or others in their place
 */
export function pairsFile(more: Readonly<Record<string, TestArray>> = {}): Promise<Buffer> {
  return npzFile({ ...pairsArrays(), ...more });
}

/** A small network of two inputs and two outputs, with dropout. */
export function pairsDocument(training: TrainingSettings): NetloomDocument {
  return {
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: 'pairs',
    nodes: {
      photo: { type: 'InputLayer', parameters: { shape: [4, 4, 1] } },
      facts: { type: 'InputLayer', parameters: { shape: [2] } },
      flat: { type: 'Flatten' },
      both: { type: 'Concatenate' },
      hidden: { type: 'Dense', parameters: { units: 8, activation: 'tanh' } },
      dropout: { type: 'Dropout', parameters: { rate: 0.1 } },
      side: { type: 'Dense', parameters: { units: 2, activation: 'softmax' } },
      sum: { type: 'Dense', parameters: { units: 1 } },
    },
    edges: [
      { from: 'photo', to: 'flat' },
      { from: 'flat', to: 'both' },
      { from: 'facts', to: 'both', toPort: 1 },
      { from: 'both', to: 'hidden' },
      { from: 'hidden', to: 'dropout' },
      { from: 'dropout', to: 'side' },
      { from: 'dropout', to: 'sum' },
    ],
    positions: {},
    training: {
      seed: 1,
      optimizer: { name: 'adam', learning_rate: 0.02 },
      data: { scaling: { facts: 'standardization' } },
      ...training,
    },
  };
}
