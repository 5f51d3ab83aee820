import { describe, expect, it } from 'vitest';
import { applyEdits } from '../document/edits.ts';
import { emptyDocument } from '../document/schema.ts';
import { allProblems, inferDocument, updateInference } from './infer.ts';

const chain = applyEdits(emptyDocument('chain'), [
  { kind: 'addNode', name: 'input', node: { type: 'InputLayer', parameters: { shape: [20] } } },
  { kind: 'addNode', name: 'a', node: { type: 'Dense', parameters: { units: 8 } } },
  { kind: 'addNode', name: 'b', node: { type: 'Dense', parameters: { units: 4 } } },
  { kind: 'connect', edge: { from: 'input', to: 'a' } },
  { kind: 'connect', edge: { from: 'a', to: 'b' } },
]).document;

describe('inference', () => {
  it('gives every node its shape and counts: (20 + 1) × 8 = 168, (8 + 1) × 4 = 36', () => {
    const { nodes } = inferDocument(chain);
    expect(nodes.get('b')?.outputs[0]?.shape).toEqual(['N', 4]);
    const counts = [...nodes.values()].map(node =>
      node.weights.reduce((sum, weight) => sum + weight.shape.reduce((a, b) => a * b, 1), 0),
    );
    expect(counts).toEqual([0, 168, 36]);
  });

  it('re-infers only what an edit reaches', () => {
    const before = inferDocument(chain);
    const edit = applyEdits(chain, [
      { kind: 'setParameter', name: 'a', parameter: 'activation', value: 'relu' },
    ]);
    const after = updateInference(before, edit);
    expect(after.nodes.get('a')).not.toBe(before.nodes.get('a'));
    expect(after.nodes.get('b')).toBe(before.nodes.get('b'));
    const wider = updateInference(
      after,
      applyEdits(edit.document, [{ kind: 'setParameter', name: 'a', parameter: 'units', value: 10 }]),
    );
    expect(wider.nodes.get('b')?.weights[0]?.shape).toEqual([10, 4]);
    expect(wider.nodes.get('input')).toBe(before.nodes.get('input'));
  });

  it('keeps its result when nodes only move', () => {
    const before = inferDocument(chain);
    expect(
      updateInference(before, applyEdits(chain, [{ kind: 'moveNodes', positions: { a: [5, 5] } }])),
    ).toBe(before);
  });

  it('reports an open input on the node and leaves the rest its numbers', () => {
    const broken = applyEdits(chain, [{ kind: 'disconnect', edge: { from: 'a', to: 'b' } }]).document;
    const inference = inferDocument(broken);
    expect(allProblems(inference)).toMatchObject([{ code: 'input.missing', layer: 'b' }]);
    expect(inference.nodes.get('a')?.isBuilt).toBe(true);
  });

  it('names the layers of a loop', () => {
    const looped = applyEdits(chain, [
      { kind: 'disconnect', edge: { from: 'input', to: 'a' } },
      { kind: 'connect', edge: { from: 'b', to: 'a' } },
    ]).document;
    const cycle = allProblems(inferDocument(looped)).filter(problem => problem.code === 'graph.cycle');
    expect(cycle.map(problem => problem.layer).sort()).toEqual(['a', 'b']);
  });

  it('refuses a bad parameter with the received and the expected value and offers the default', () => {
    const bad = applyEdits(chain, [
      { kind: 'setParameter', name: 'a', parameter: 'units', value: 0 },
    ]).document;
    const [problem] = allProblems(inferDocument(bad));
    expect(problem?.message).toBe('a units must be a whole number of at least 1; got 0.');
    const fixed = applyEdits(bad, problem?.fix?.edits ?? []).document;
    expect(allProblems(inferDocument(fixed))).toEqual([]);
  });

  it('warns of an input that feeds nothing', () => {
    const extra = applyEdits(chain, [
      { kind: 'addNode', name: 'more', node: { type: 'InputLayer' } },
    ]).document;
    expect(allProblems(inferDocument(extra))).toMatchObject([
      { code: 'input.unused', severity: 'warning', layer: 'more' },
    ]);
  });

  it('refuses whole numbers where a layer computes with float32', () => {
    const whole = applyEdits(chain, [
      { kind: 'setParameter', name: 'input', parameter: 'dtype', value: 'int32' },
    ]).document;
    expect(allProblems(inferDocument(whole))).toMatchObject([{ code: 'shape.dtype', layer: 'a' }]);
  });
});
