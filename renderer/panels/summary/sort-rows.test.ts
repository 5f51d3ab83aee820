import { describe, expect, it } from 'vitest';
import type { CostedRow } from '../../../shared/analysis/costs.ts';
import { nextSorting, sortRows } from './sort-rows.ts';

function row(name: string, params: number, macs: number | null): CostedRow {
  return {
    name,
    type: 'Dense',
    outputShapes: [['N', params]],
    params,
    trainableParams: params,
    nonTrainableParams: 0,
    macs,
    activationBytes: null,
    connectedTo: [],
    isTrainable: true,
    paramBytes: 4 * params,
    receptiveField: [],
  };
}

const rows = [row('b', 10, 5), row('a', 30, null), row('c', 10, 7)];
const names = (sorting: Parameters<typeof sortRows>[1]) => sortRows(rows, sorting).map(each => each.name);

describe('sortRows', () => {
  it('keeps the network order without a sorting and among equals', () => {
    expect(names(null)).toEqual(['b', 'a', 'c']);
    expect(names({ key: 'params', descending: true })).toEqual(['a', 'b', 'c']);
    expect(names({ key: 'params', descending: false })).toEqual(['b', 'c', 'a']);
  });

  it('puts unknown figures last in both directions', () => {
    expect(names({ key: 'macs', descending: true })).toEqual(['c', 'b', 'a']);
    expect(names({ key: 'macs', descending: false })).toEqual(['b', 'c', 'a']);
  });
});

it('nextSorting goes through both directions and back to none', () => {
  const first = nextSorting(null, 'params');
  expect(first).toEqual({ key: 'params', descending: true });
  const second = nextSorting(first, 'params');
  expect(second).toEqual({ key: 'params', descending: false });
  expect(nextSorting(second, 'params')).toBeNull();
  expect(nextSorting(first, 'layer')).toEqual({ key: 'layer', descending: false });
});
