import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { RateSearches } from '../../main/service/rate-search.ts';
import { xorDocument } from '../../main/training/testing.ts';
import type { RateStep } from '../../shared/contract/rates.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';
import { type BuiltWorker, buildWorker } from './testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

let worker: BuiltWorker;
const XOR = serializeDocument(xorDocument());

beforeAll(async () => {
  worker = await buildWorker('rates', 'rate-worker');
});
afterAll(() => worker.remove());

it('tells each step as it is made, and the whole curve at the end', async () => {
  const steps: RateStep[] = [];
  const searches = new RateSearches(worker.program.path, (_, step) => steps.push(step));
  const curve = await searches.find('a', XOR, 'javascript');
  expect(curve?.points.length).toBeGreaterThan(20);
  expect(steps.map(step => step.point)).toEqual(curve?.points);
  expect(steps.at(-1)?.step).toBe(curve?.points.length);
});

it('answers null when it is stopped, and lets another search alone', async () => {
  const searches: RateSearches = new RateSearches(worker.program.path, (search, { step }) => {
    if (search === 'stopped' && step === 3) searches.stop(search);
  });
  const [stopped, other] = await Promise.all([
    searches.find('stopped', XOR, 'javascript'),
    searches.find('other', XOR, 'javascript'),
  ]);
  expect(stopped).toBeNull();
  expect(other?.points.length).toBeGreaterThan(20);
});

it('says in a sentence what keeps the network from being trained', async () => {
  const searches = new RateSearches(worker.program.path, () => undefined);
  const misfit = serializeDocument(xorDocument({ dataset: 'mnist' }));
  await expect(searches.find('a', misfit, 'javascript')).rejects.toMatchObject({ code: 'dataset.mismatch' });
});

it('says so when its process ends by itself', async () => {
  const searches = new RateSearches(`${worker.program.path}.gone`, () => undefined);
  await expect(searches.find('a', XOR, 'javascript')).rejects.toMatchObject({ code: 'rates.worker' });
});
