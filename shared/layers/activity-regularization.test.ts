import { describe, expect, it } from 'vitest';
import activityRegularization from './activity-regularization.ts';
import { layerResult } from './layer-testing.ts';

describe('ActivityRegularization', () => {
  const penalty = (parameters: { l1: number; l2: number }) =>
    activityRegularization.traits.outputPenalty?.(parameters);

  it('passes shapes on and tells its penalty', () => {
    expect(layerResult(activityRegularization, { l1: 0.1, l2: 0.01 }, [['N', null, 5]])).toMatchObject({
      shapes: [['N', null, 5]],
      keyLine: 'l1 0.1 · l2 0.01',
    });
    expect(penalty({ l1: 0.1, l2: 0 })).toEqual({ l1: 0.1, l2: 0 });
    expect(penalty({ l1: 0, l2: 0 })).toBeNull();
    expect(() => layerResult(activityRegularization, { l1: -1 }, [['N', 5]])).toThrow('at least 0');
  });
});
