import { expect, it } from 'vitest';
import { type RunRecord, runRecordSchema } from '../../shared/contract/training.ts';
import { isScaled, networkNumbers, recordedScaling, sampleScaling } from './run-scaling.ts';

/** What every record has. */
const RECORD = {
  format: 'netloom-run',
  version: 1,
  document: 'xor',
  status: 'done',
  reason: null,
  engine: { name: 'javascript', version: '4' },
  seed: 1,
  batchSize: 16,
  epochs: 1,
  epochsDone: 1,
  bestEpoch: 1,
  test: null,
  started: 0,
  duration: 0,
  pid: 1,
};

function record(more: object): RunRecord {
  const dataset = { name: '/a.csv', identity: '', samples: 4, scaling: '', split: [0.8, 0.1, 0.1], ...more };
  return runRecordSchema.parse({ ...RECORD, dataset });
}

const scale = { kind: 'min-max', offset: [2], factor: [0.5] };

it('reads the scaling of the one input that records of earlier versions have', () => {
  const old = record({ scale, bytes: true });
  expect(recordedScaling(old.dataset)).toEqual([scale]);
  expect(sampleScaling(old)).toEqual([{ name: null, scale, areBytes: true }]);
  expect(isScaled(old)).toBe(true);
  expect(isScaled(record({}))).toBe(false);
  expect(recordedScaling(record({}).dataset)).toBeUndefined();
});

it('reads the scaling of each input by name', () => {
  const none = { kind: 'none', offset: [0], factor: [1] };
  const inputs = [
    { name: 'photo', scale, bytes: true },
    { name: 'facts', scale: none, bytes: false },
  ];
  const several = record({ inputs });
  expect(recordedScaling(several.dataset)).toEqual([scale, none]);
  const [photo, facts] = sampleScaling(several);
  expect([photo?.name, facts?.name]).toEqual(['photo', 'facts']);
  // Bytes are shown as 0 to 1: 1 is 255, scaled (255 − 2) / 2.
  expect(photo && Array.from(networkNumbers([1, 0], photo))).toEqual([126.5, -1]);
  expect(facts && Array.from(networkNumbers([7], facts))).toEqual([7]);
});
