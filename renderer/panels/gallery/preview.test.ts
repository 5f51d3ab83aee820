import { expect, it } from 'vitest';
import { emptyDocument } from '../../../shared/document/schema.ts';
import { previewOf } from './preview.ts';

it('draws each placed node and each wire between placed nodes', () => {
  const preview = previewOf(
    {
      ...emptyDocument('two'),
      nodes: { a: { type: 'InputLayer' }, b: { type: 'Dense' }, lost: { type: 'Dense' } },
      edges: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'lost' },
      ],
      positions: { a: [0, 0], b: [0, 124] },
    },
    240,
    480,
  );
  expect(preview.boxes.map(box => [box.name, box.color])).toEqual([
    ['a', 'var(--category-input)'],
    ['b', 'var(--category-dense)'],
  ]);
  expect(preview.lines).toEqual([{ id: 'a:0>b:0', path: 'M98 70C98 97 98 97 98 124' }]);
  expect(preview.viewBox).toBe('-40 -40 276 274');
});

it('draws an empty network without failing', () => {
  expect(previewOf(emptyDocument('empty'), 240, 120).boxes).toEqual([]);
});
