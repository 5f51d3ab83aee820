import { expect, it } from 'vitest';
import { tensorMessageSchema } from './runs.ts';

it('a tensor comes through JSON with what is not finite as NaN', () => {
  const sent = { shape: [1, 4], data: [1, Number.NaN, Number.POSITIVE_INFINITY, -2] };
  const { data } = tensorMessageSchema.parse(JSON.parse(JSON.stringify(sent)));
  expect(data).toEqual([1, Number.NaN, Number.NaN, -2]);
  expect(tensorMessageSchema.parse(sent).data).toHaveLength(4);
  expect(tensorMessageSchema.safeParse({ shape: [1], data: ['1'] }).success).toBe(false);
});
