import { describe, expect, it } from 'vitest';
import { inferDocument, updateInference } from '../inference/infer.ts';
import { planDissolve, planMakeBlock } from './block-operations.ts';
import { applyDocumentPatches, applyEdits, type DocumentEdit } from './edits.ts';
import { emptyDocument, type NetloomDocument } from './schema.ts';
import { parseDocument, serializeDocument } from './serialize.ts';

const chain: NetloomDocument = {
  ...emptyDocument('residual'),
  nodes: {
    in: { type: 'InputLayer', parameters: { shape: [8, 8, 4] } },
    a: { type: 'Conv2D', parameters: { filters: 4, kernel_size: [3, 3], padding: 'same' } },
    b: { type: 'Conv2D', parameters: { filters: 4, kernel_size: [1, 1] } },
    sum: { type: 'Add' },
    end: { type: 'Flatten' },
  },
  edges: [
    { from: 'in', to: 'a' },
    { from: 'a', to: 'b' },
    { from: 'b', to: 'sum' },
    { from: 'in', to: 'sum', toPort: 1 },
    { from: 'sum', to: 'end' },
  ],
  positions: { in: [0, 0], a: [0, 124], b: [0, 248], sum: [0, 372], end: [0, 496] },
};

const made = (document: NetloomDocument, names: readonly string[]) => {
  const plan = planMakeBlock(document, names, 'body');
  if ('refusal' in plan) throw new Error(plan.refusal);
  return applyEdits(document, plan.edits);
};
const parameters = (document: NetloomDocument) =>
  [...inferDocument(document).nodes.values()].reduce(
    (sum, node) =>
      sum + node.ownWeights.reduce((all, { shape }) => all + shape.reduce((n, extent) => n * extent, 1), 0),
    0,
  );
const shapeOf = (document: NetloomDocument, name: string) =>
  inferDocument(document).nodes.get(name)?.outputs[0]?.shape;

// By hand: a (3 × 3 × 4 + 1) × 4 = 148, b (1 × 1 × 4 + 1) × 4 = 20.
describe('blocks', () => {
  it('are made from layers: one input for the value used twice, the same figures, and undone', () => {
    const { document, patches, inverse } = made(chain, ['a', 'b', 'sum']);
    expect(document.nodes.body).toEqual({ type: 'block:body' });
    expect(document.blocks?.body).toMatchObject({ inputs: ['input'], outputs: ['sum'] });
    expect(document.edges).toEqual([
      { from: 'in', to: 'body' },
      { from: 'body', to: 'end' },
    ]);
    expect(parameters(document)).toBe(168);
    expect(shapeOf(document, 'end')).toEqual(['N', 256]);
    expect(shapeOf(document, 'body.sum')).toEqual(['N', 8, 8, 4]);
    expect(serializeDocument(parseDocument(serializeDocument(document)))).toBe(serializeDocument(document));
    expect(serializeDocument(applyDocumentPatches(document, inverse))).toBe(serializeDocument(chain));
    expect(applyDocumentPatches(chain, patches)).toEqual(document);
  });

  it('are dissolved, repeated ones too, under the names of the summary', () => {
    const { document } = made(chain, ['a', 'b', 'sum']);
    const repeated = applyEdits(document, [
      { kind: 'replaceNode', name: 'body', node: { type: 'block:body', repeat: 2 } },
    ]).document;
    const before = inferDocument(repeated);
    const plan = planDissolve(repeated, 'body');
    if ('refusal' in plan) throw new Error(plan.refusal);
    const { document: flat } = applyEdits(repeated, plan.edits);
    expect(flat.blocks).toBeUndefined();
    expect([...inferDocument(flat).nodes.keys()].sort()).toEqual([...before.nodes.keys()].sort());
    expect(parameters(flat)).toBe(336);
    expect(shapeOf(flat, 'end')).toEqual(['N', 256]);
    const again = made(flat, plan.names).document;
    expect([...inferDocument(again).nodes.keys()].sort(), 'a common beginning names the block').toEqual(
      [...before.nodes.keys()].sort(),
    );
  });

  it('that cannot be are refused with the reason', () => {
    const refusal = (names: readonly string[]) => {
      const plan = planMakeBlock(chain, names, 'x');
      return 'refusal' in plan ? plan.refusal : null;
    };
    expect(refusal(['a', 'sum'])).toContain('b lies between');
    expect(refusal(['in', 'a'])).toContain('where the data come in');
    expect(refusal([])).toContain('Select');
    const tied = { ...chain, nodes: { ...chain.nodes, b: { type: 'Conv2D', weightsOf: 'a' } } };
    expect(planMakeBlock(tied, ['a'], 'x')).toMatchObject({ refusal: expect.stringContaining('b uses') });
  });

  it('are edited inside: every use follows, and incremental inference equals full', () => {
    const { document } = made(chain, ['a', 'b', 'sum']);
    const steps: readonly DocumentEdit[] = [
      { kind: 'setParameter', block: 'body', name: 'b', parameter: 'kernel_size', value: [3, 3] },
      { kind: 'setParameter', block: 'body', name: 'b', parameter: 'padding', value: 'same' },
      { kind: 'addNode', block: 'body', name: 'relu', node: { type: 'ReLU' }, position: [5, 5] },
      { kind: 'connect', block: 'body', edge: { from: 'sum', to: 'relu' } },
      { kind: 'setOutputs', block: 'body', outputs: ['relu'] },
      { kind: 'renameNode', block: 'body', name: 'relu', newName: 'out' },
      { kind: 'moveNodes', block: 'body', positions: { out: [7, 7] } },
      { kind: 'removeNode', block: 'body', name: 'input' },
    ];
    let now = document;
    let inference = inferDocument(document);
    for (const [i, step] of steps.entries()) {
      const edit = applyEdits(now, [step]);
      inference = updateInference(inference, edit);
      expect([...inference.nodes.keys()], step.kind).toEqual([...inferDocument(edit.document).nodes.keys()]);
      expect(applyDocumentPatches(edit.document, edit.inverse)).toEqual(now);
      now = edit.document;
      // b is (3 × 3 × 4 + 1) × 4 = 148 now.
      if (i === 1) expect(parameters(now)).toBe(296);
      if (i === 6) expect(now.blocks?.body).toMatchObject({ outputs: ['out'], positions: { out: [7, 7] } });
    }
    expect(now.blocks?.body?.inputs).toEqual([]);
    expect(now.edges, 'the wire of a port that is gone goes too').toEqual([{ from: 'body', to: 'end' }]);
  });
});
