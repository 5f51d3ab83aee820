import { describe, expect, it } from 'vitest';
import { diffDocuments, isSameNetwork } from './diff.ts';
import { applyEdits } from './edits.ts';
import {
  copyFragment,
  detachHealing,
  edge,
  freeName,
  insertOnEdge,
  planConnect,
  planPaste,
  removeHealing,
  removeNodes,
  setParameter,
} from './operations.ts';
import { emptyDocument, type NetloomDocument } from './schema.ts';

const document: NetloomDocument = {
  ...emptyDocument('net'),
  nodes: {
    input: { type: 'InputLayer', parameters: { shape: [8] } },
    a: { type: 'Dense' },
    b: { type: 'Dense' },
    c: { type: 'Dense' },
    sum: { type: 'Add' },
  },
  edges: [
    edge('input', 'a'),
    edge('input', 'b'),
    edge('input', 'c'),
    edge('a', 'sum'),
    edge('b', 'sum', 1),
    edge('c', 'sum', 2),
  ],
  positions: { a: [0, 0], b: [100, 0] },
};

describe('operations', () => {
  it('closes the ports of a merging layer when a branch goes', () => {
    const after = applyEdits(document, removeNodes(document, ['b'])).document;
    expect(after.edges).toContainEqual(edge('c', 'sum', 1));
    expect(after.edges.filter(wire => wire.to === 'sum')).toHaveLength(2);
  });

  it('joins the neighbours of a removed layer', () => {
    const after = applyEdits(document, removeHealing(document, ['b'])).document;
    expect(after.edges).toContainEqual(edge('input', 'sum', 1));
  });

  it('detaches a layer and joins its neighbours', () => {
    const after = applyEdits(document, detachHealing(document, ['b'])).document;
    expect(Object.keys(after.nodes)).toEqual(Object.keys(document.nodes));
    expect(after.edges.filter(({ from, to }) => from === 'b' || to === 'b')).toEqual([]);
    expect(after.edges).toContainEqual(edge('input', 'sum', 1));
    expect(after.edges).toHaveLength(document.edges.length - 1);
  });

  it('puts a layer on a wire', () => {
    const edits = [
      { kind: 'addNode', name: 'drop', node: { type: 'Dropout' } } as const,
      ...insertOnEdge(edge('b', 'sum', 1), 'drop'),
    ];
    const after = applyEdits(document, edits).document;
    expect(after.edges).toContainEqual(edge('b', 'drop'));
    expect(after.edges).toContainEqual(edge('drop', 'sum', 1));
  });

  it('says why a wire cannot be', () => {
    expect(planConnect(document, edge('sum', 'a'))).toEqual({
      refusal: 'A wire from sum to a would close a loop.',
    });
    expect(planConnect(document, edge('a', 'input'))).toMatchObject({
      refusal: expect.stringContaining('takes no wire'),
    });
    expect(planConnect(document, edge('a', 'b', 1))).toEqual({ refusal: 'b takes 1 wire.' });
  });

  it('a wire to a taken port replaces the old one', () => {
    const plan = planConnect(document, edge('a', 'b'));
    expect(plan).toEqual({
      edits: [
        { kind: 'disconnect', edge: edge('input', 'b') },
        { kind: 'connect', edge: edge('a', 'b') },
      ],
    });
  });

  it('pastes under new names, beside the original, with inner wires and, on wish, the incoming ones', () => {
    const fragment = copyFragment(document, ['a', 'sum']);
    const plain = planPaste(document, fragment);
    const after = applyEdits(document, plain.edits).document;
    expect(plain.names).toEqual(['a_1', 'sum_1']);
    expect(after.edges).toContainEqual(edge('a_1', 'sum_1'));
    expect(after.edges).not.toContainEqual(edge('input', 'a_1'));
    expect(after.positions.a_1).toEqual([40, 40]);
    const kept = applyEdits(document, planPaste(document, fragment, undefined, true).edits).document;
    expect(kept.edges).toContainEqual(edge('input', 'a_1'));
  });

  it('names layers as Keras does: Conv2D, then conv2d_1 ...', () => {
    expect(freeName(document, 'Conv2D')).toBe('conv2d');
    expect(freeName(document, 'MaxPooling2D')).toBe('max_pooling2d');
    expect(freeName({ ...document, nodes: { conv2d: { type: 'Conv2D' } } }, 'Conv2D')).toBe('conv2d_1');
    const two = { ...document, nodes: { conv: { type: 'Conv2D' }, conv_1: { type: 'Conv2D' } } };
    expect(freeName(two, 'conv_1')).toBe('conv_2');
  });

  it('does not store a value equal to the default, and refuses a bad one', () => {
    expect(setParameter(document, 'a', 'units', 32)).toMatchObject({ value: undefined });
    expect(setParameter(document, 'a', 'units', 33)).toMatchObject({ value: 33 });
    expect(() => setParameter(document, 'a', 'units', -1)).toThrow(
      'units of a must be a whole number of at least 1; got -1.',
    );
  });

  it('tells two networks apart by layers, parameters and wires, not by places', () => {
    const moved = applyEdits(document, [{ kind: 'moveNodes', positions: { a: [9, 9] } }]).document;
    expect(isSameNetwork(diffDocuments(document, moved))).toBe(true);
    const edited = applyEdits(document, [
      setParameter(document, 'a', 'units', 7),
      { kind: 'removeNode', name: 'c' },
    ]).document;
    expect(diffDocuments(document, edited)).toMatchObject({
      removed: [{ layer: 'c', type: 'Dense' }],
      changed: [{ layer: 'a', differences: [{ parameter: 'units', before: undefined, after: 7 }] }],
      wiresRemoved: [edge('input', 'c'), edge('c', 'sum', 2)],
    });
  });
});
