import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inferDocument, updateInference } from '../inference/infer.ts';
import { findTemplate } from '../templates/index.ts';
import { planDissolve, planMakeBlock } from './block-operations.ts';
import { diffDocuments, isSameNetwork } from './diff.ts';
import { applyDocumentPatches, applyEdits } from './edits.ts';
import { copyFragment, edge, insertOnEdge, planPaste } from './operations.ts';
import { DOCUMENT_VERSION, emptyDocument, MAX_VIA, type NetloomDocument, type Point } from './schema.ts';
import { parseDocument, serializeDocument } from './serialize.ts';
import { divideVia, dropPoints, moveWithPoints } from './wire-points.ts';

const via: readonly Point[] = [
  [260, 100],
  [260, 180],
];
const plain: NetloomDocument = {
  ...emptyDocument('led'),
  nodes: {
    image: { type: 'InputLayer', parameters: { shape: [8] } },
    hidden: { type: 'Dense', parameters: { units: 4 } },
    head: { type: 'Dense', parameters: { units: 2 } },
  },
  edges: [
    { from: 'image', to: 'hidden' },
    { from: 'hidden', to: 'head' },
  ],
  positions: { image: [0, 0], hidden: [0, 124], head: [0, 248] },
};
const led: NetloomDocument = {
  ...plain,
  edges: [
    { from: 'image', to: 'hidden' },
    { from: 'hidden', to: 'head', via },
  ],
};
const pointsOf = (document: Pick<NetloomDocument, 'edges'>) => document.edges.map(wire => wire.via ?? []);

describe('points that a wire is led through', () => {
  it('are set and taken away as one step each, and leave what is inferred alone', () => {
    const inference = inferDocument(plain);
    const set = applyEdits(plain, [{ kind: 'setVia', edge: edge('hidden', 'head'), via }]);
    expect(set.document).toEqual(led);
    expect(updateInference(inference, set)).toBe(inference);
    expect(applyDocumentPatches(set.document, set.inverse)).toEqual(plain);
    const moved = applyEdits(led, [{ kind: 'setVia', edge: edge('hidden', 'head'), via: [[1, 2]] }]);
    expect(updateInference(inference, moved)).toBe(inference);
    expect(applyEdits(led, dropPoints(led)).document).toEqual(plain);
    expect(isSameNetwork(diffDocuments(plain, led))).toBe(true);
    expect(diffDocuments(plain, { ...led, edges: [] }).wiresRemoved).toEqual(plain.edges);
  });

  it('within a block leave what is inferred alone, too', () => {
    const plan = planMakeBlock(plain, ['hidden', 'head'], 'stage');
    if ('refusal' in plan) throw new Error(plan.refusal);
    const { document } = applyEdits(plain, plan.edits);
    const inference = inferDocument(document);
    const set = applyEdits(document, [{ kind: 'setVia', block: 'stage', edge: edge('hidden', 'head'), via }]);
    const [block] = Object.values(set.document.blocks ?? {});
    expect(block && pointsOf(block)).toContainEqual(via);
    expect(updateInference(inference, set)).toBe(inference);
  });

  it('stand in the file with their wire, which reads back the same', () => {
    const text = serializeDocument(led);
    expect(text).toContain('{ "from": "hidden", "to": "head", "via": [[260, 100], [260, 180]] }');
    expect(parseDocument(text)).toEqual(led);
    expect(serializeDocument(plain)).not.toContain('via');
    const many = Array.from({ length: MAX_VIA + 1 }, (): Point => [0, 0]);
    for (const wrong of [[], many, [[1]], 'far'])
      expect(() =>
        parseDocument(JSON.stringify({ ...plain, edges: [{ from: 'image', to: 'hidden', via: wrong }] })),
      ).toThrow(/edges\.0\.via/);
  });

  it('keep their place in the file, whatever name their layers get', () => {
    const renamed = applyEdits(led, [{ kind: 'renameNode', name: 'head', newName: 'output' }]).document;
    expect(renamed.edges[1]).toEqual({ from: 'hidden', to: 'output', via });
  });

  it('move with the layers at both ends, and stay where one moves alone', () => {
    const both = { hidden: [10, 124 - 8], head: [10, 248 - 8] } as const;
    expect(pointsOf(applyEdits(led, moveWithPoints(led, both)).document)[1]).toEqual([
      [270, 92],
      [270, 172],
    ]);
    const apart = { hidden: [10, 124 - 8], head: [20, 248 - 8] } as const;
    expect(pointsOf(applyEdits(led, moveWithPoints(led, apart)).document)[1]).toEqual(via);
    const one = applyEdits(led, moveWithPoints(led, { head: [10, 240] })).document;
    expect(pointsOf(one)[1]).toEqual(via);
    expect(one.positions.head).toEqual([10, 240]);
  });

  it('are copied with both ends, beside the original', () => {
    const { edits } = planPaste(led, copyFragment(led, ['hidden', 'head']), [100, 324]);
    const pasted = applyEdits(led, edits).document.edges.find(wire => wire.from === 'hidden_1');
    // The corner goes from (0, 124) to (100, 324).
    expect(pasted?.via).toEqual([
      [360, 300],
      [360, 380],
    ]);
  });

  it('are divided where a layer is put on the wire', () => {
    expect(divideVia([0, 0], via, [0, 300], [255, 140])).toEqual([[via[0]], [via[1]]]);
    expect(divideVia([0, 0], via, [0, 300], [10, 8])).toEqual([[], via]);
    expect(divideVia([0, 0], via, [0, 300], [10, 292])).toEqual([via, []]);
    const edits = insertOnEdge({ from: 'hidden', to: 'head', via }, 'image', [[[1, 2]], []]);
    expect(edits.flatMap(edit => (edit.kind === 'connect' ? [edit.edge] : []))).toEqual([
      { from: 'hidden', to: 'image', via: [[1, 2]] },
      { from: 'image', to: 'head' },
    ]);
  });

  it('go into a block with their wire; dissolved, the wire finds its own way', () => {
    const plan = planMakeBlock(led, ['hidden', 'head'], 'stage');
    if ('refusal' in plan) throw new Error(plan.refusal);
    const made = applyEdits(led, plan.edits).document;
    const [block] = Object.values(made.blocks ?? {});
    const [x = 0, y = 0] = block?.positions?.hidden ?? [];
    // As far from the layer as before: (260, 100) from (0, 124).
    expect(block?.edges.find(wire => wire.from === 'hidden')?.via?.[0]).toEqual([x + 260, y - 24]);
    const back = planDissolve(made, plan.names[0] ?? '');
    if ('refusal' in back) throw new Error(back.refusal);
    expect(pointsOf(applyEdits(made, back.edits).document).flat()).toEqual([]);
  });
});

describe('a file of version 1', () => {
  const text = readFileSync(new URL('./fixtures/version-1.netloom', import.meta.url), 'utf8');

  it('opens as it was and is written as the present version', () => {
    const document = parseDocument(text);
    expect(document.version).toBe(DOCUMENT_VERSION);
    expect(diffDocuments(document, findTemplate('lenet-5')?.build() ?? emptyDocument(''))).toMatchObject({
      added: [],
      removed: [],
      changed: [],
    });
    expect(serializeDocument(document)).toBe(text.replace('"version": 1', `"version": ${DOCUMENT_VERSION}`));
  });
});
