import { expect, it } from 'vitest';
import { applyEdits } from './edits.ts';
import { renamedLayers } from './renamed-layers.ts';
import { emptyDocument } from './schema.ts';

const names = ['x', 'a', 'b', 'c', 'y'];
const document = {
  ...emptyDocument('chain'),
  nodes: Object.fromEntries(names.map(name => [name, { type: name === 'x' ? 'InputLayer' : 'Dense' }])),
  edges: names.slice(1).map((to, i) => ({ from: names[i] ?? '', to })),
};
const rename = (name: string, newName: string) => ({ kind: 'renameNode', name, newName }) as const;

it('finds layers that were renamed, neighbours too', () => {
  const { document: after } = applyEdits(document, [
    rename('a', 'first'),
    rename('b', 'second'),
    rename('y', 'last'),
  ]);
  expect(Object.fromEntries(renamedLayers(document, after))).toEqual({ first: 'a', second: 'b', last: 'y' });
});

it('takes no new layer for an old one that went from another place', () => {
  const { document: after } = applyEdits(document, [
    { kind: 'removeNode', name: 'a' },
    { kind: 'connect', edge: { from: 'x', to: 'b' } },
    { kind: 'disconnect', edge: { from: 'c', to: 'y' } },
    { kind: 'addNode', name: 'new', node: { type: 'Dense' } },
    { kind: 'connect', edge: { from: 'c', to: 'new' } },
    { kind: 'connect', edge: { from: 'new', to: 'y' } },
  ]);
  expect(renamedLayers(document, after).size).toBe(0);
});
