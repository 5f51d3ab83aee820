import { expect, it } from 'vitest';
import { loadEngine } from '../engines/load-engine.ts';
import { findLearningRate } from './find-learning-rate.ts';
import { xorDocument } from './testing.ts';

it('draws the loss over the rate, ends where it diverges, and suggests a rate that learns', async () => {
  const engine = await loadEngine('javascript');
  const linear = xorDocument({ optimizer: { name: 'sgd' }, outputs: { y: { loss: 'mean_squared_error' } } });
  const nodes = { ...linear.nodes, hidden: { type: 'Dense', parameters: { units: 8 } } };
  const steps: number[] = [];
  const { points, suggestion } = await findLearningRate(
    engine,
    { ...linear, nodes: { ...nodes, y: { type: 'Dense', parameters: { units: 1 } } } },
    { range: { from: 1e-4, to: 1000, steps: 60 }, report: ({ step }) => steps.push(step) },
  );
  expect(points[0]?.rate).toBeCloseTo(1e-4, 10);
  // The rates grow by the same factor: 10^(7 / 59).
  expect((points[1]?.rate ?? 0) / (points[0]?.rate ?? 1)).toBeCloseTo(10 ** (7 / 59), 6);
  // A linear network on inputs within 0 and 1 cannot bear rates of hundreds.
  expect(points.length).toBeLessThan(60);
  expect(steps).toEqual(points.map((_, i) => i + 1));
  expect(suggestion).toBeGreaterThan(1e-4);
  expect(suggestion).toBeLessThan(1);
});
