import { describe, expect, it } from 'vitest';
import { commonParameters } from './common-parameters.ts';

describe('commonParameters', () => {
  it('keeps what all nodes have and marks several values', () => {
    const common = commonParameters([
      { type: 'Conv2D', parameters: { filters: 32, activation: 'relu' } },
      { type: 'Conv2D', parameters: { filters: 64, activation: 'relu' } },
    ]);
    expect(common.values.filters).toBe(32);
    expect([...common.mixed]).toEqual(['filters']);
  });

  it('leaves out parameters of another length', () => {
    const { schema } = commonParameters([{ type: 'Conv2D' }, { type: 'Conv1D' }, { type: 'Dense' }]);
    expect(Object.keys(schema)).toContain('activation');
    expect(Object.keys(schema)).not.toContain('kernel_size');
  });

  it('has nothing in common with an unknown type', () => {
    expect(commonParameters([{ type: 'Dense' }, { type: 'block:stage' }]).schema).toEqual({});
  });
});
