import { describe, expect, it } from 'vitest';
import type { NetworkPorts } from '../../shared/contract/data.ts';
import type { DataSettings } from '../../shared/document/data-settings.ts';
import { arrayRoles } from './array-names.ts';

const named = (names: readonly string[]) => names.map(name => ({ name, extents: null }));

const KERAS: NetworkPorts = {
  inputs: named(['title', 'body', 'tags']),
  outputs: named(['priority', 'department']),
};
const ONE: NetworkPorts = { inputs: named(['picture']), outputs: named(['digit']) };
const UNKNOWN: NetworkPorts = { inputs: [], outputs: [] };

const roles = (names: string, network: NetworkPorts, settings: DataSettings = {}) =>
  arrayRoles(names.split(' '), 'a.npz', { settings, network, budget: 1 });

describe('arrays', () => {
  it('serve the inputs and outputs of their names, whatever their order; what nothing asks for is told', () => {
    expect(roles('tags department title ids priority body', KERAS)).toEqual({
      inputs: ['title', 'body', 'tags'],
      targets: ['priority', 'department'],
      parts: [{ part: null, inputs: ['title', 'body', 'tags'], targets: ['priority', 'department'] }],
      unused: ['ids'],
    });
  });

  it('may name the part that they are for, before or behind', () => {
    const ports = { inputs: named(['a', 'b']), outputs: named(['y', 'z']) };
    expect(roles('a_train b_train y_train z_train test_a test_b test_y test_z', ports).parts).toEqual([
      { part: 'train', inputs: ['a_train', 'b_train'], targets: ['y_train', 'z_train'] },
      { part: 'test', inputs: ['test_a', 'test_b'], targets: ['test_y', 'test_z'] },
    ]);
    // A name that is an input's own speaks of no part, however it sounds.
    const test = { inputs: named(['test', 'b']), outputs: named(['y']) };
    expect(roles('test b y', test).parts).toEqual([{ part: null, inputs: ['test', 'b'], targets: ['y'] }]);
  });

  it('of a network of one input and one output are x and y and the like too, without names of their own', () => {
    for (const network of [ONE, UNKNOWN])
      expect(roles('x_test y_train x_train y_test', network)).toEqual({
        inputs: [null],
        targets: [null],
        parts: [
          { part: 'train', inputs: ['x_train'], targets: ['y_train'] },
          { part: 'test', inputs: ['x_test'], targets: ['y_test'] },
        ],
        unused: [],
      });
    expect(roles('x y picture digit', ONE)).toMatchObject({
      parts: [{ inputs: ['picture'], targets: ['digit'] }],
      unused: ['x', 'y'],
    });
    // One target serves all outputs.
    expect(roles('x y', { inputs: named(['in']), outputs: named(['p', 'q']) })).toMatchObject({
      inputs: [null],
      targets: [null],
      parts: [{ inputs: ['x'], targets: ['y'] }],
    });
  });

  it('are those that the settings choose, the others by their names', () => {
    const columns = { title: ['arr_0'], priority: ['urgent'] };
    expect(roles('arr_0 body tags urgent department title', KERAS, { columns })).toMatchObject({
      parts: [{ inputs: ['arr_0', 'body', 'tags'], targets: ['urgent', 'department'] }],
      unused: ['title'],
    });
    expect(
      roles('photo_train photo_test y_train y_test', ONE, { columns: { picture: ['photo'] } }),
    ).toMatchObject({
      parts: [
        { part: 'train', inputs: ['photo_train'], targets: ['y_train'] },
        { part: 'test', inputs: ['photo_test'], targets: ['y_test'] },
      ],
    });
    expect(roles('x first second', ONE, { target: 'second' })).toMatchObject({
      parts: [{ inputs: ['x'], targets: ['second'] }],
      unused: ['first'],
    });
  });

  it.each([
    [
      'title tags priority',
      KERAS,
      {},
      'dataset.missing',
      'no array for the input "body" and the output "department". It holds "title", "tags", "priority"; the network wants "title", "body", "tags", "priority", "department".',
    ],
    [
      'x y',
      KERAS,
      {},
      'dataset.missing',
      'no array for the input "title", the input "body" and the input "tags"',
    ],
    [
      'title_train body_train tags_train priority_train department_train title_test body_test priority_test',
      KERAS,
      {},
      'dataset.missing',
      'no array of test samples for the input "tags", only "tags_train"',
    ],
    ['picture notes', ONE, {}, 'dataset.target', 'Name its arrays x and y'],
    ['title body', UNKNOWN, {}, 'dataset.target', 'netloom data PATH --network FILE'],
    [
      'picture digit',
      ONE,
      { columns: { image: ['picture'] } },
      'dataset.missing',
      'chosen for "image", which is neither',
    ],
    [
      'picture digit',
      ONE,
      { columns: { picture: ['photo'] } },
      'dataset.missing',
      'no array for the input "picture"',
    ],
    [
      'picture other digit',
      ONE,
      { columns: { picture: ['picture', 'other'] } },
      'dataset.target',
      '"picture" takes one array, but "picture" and "other" are chosen for it',
    ],
  ] as const)('%s are refused by name', (names, network, settings, code, words) => {
    expect(() => roles(names, network, settings)).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});
