import { expect, it } from 'vitest';
import { scheduleSchema } from '../../shared/document/learning-settings.ts';
import { scheduledRate } from '../../shared/training/schedules.ts';
import golden from '../engines/golden/schedules.json' with { type: 'json' };
import { tellDifference } from '../engines/judged-difference.test-support.ts';

it.for(golden.cases.map(({ settings, rates }) => [settings, rates] as const))(
  `%j gives the rates of ${golden.maker}`,
  ([settings, rates], { task }) => {
    const rateAt = scheduledRate(scheduleSchema.parse(settings), 0.1, 5);
    const difference = Math.max(...rates.map((rate, step) => Math.abs(rateAt(step) - rate)));
    tellDifference(task, { kind: 'schedule', name: settings.name, difference });
    expect(difference).toBeLessThan(5e-7);
  },
);

it('counts epochs where it is asked to: two epochs of 5 steps are 10 steps', () => {
  const half = { name: 'exponential_decay', decay_steps: 2, decay_rate: 0.5 } as const;
  const rateAt = scheduledRate({ ...half, unit: 'epochs' }, 0.1, 5);
  expect(rateAt(10)).toBeCloseTo(0.05, 12);
});
