import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDocument } from '../../shared/document/schema.ts';
import { findTemplate } from '../../shared/templates/index.ts';
import { useEditor } from './editor-store.ts';

const lenet = findTemplate('lenet-5')?.build() ?? emptyDocument('missing');
const stamp = { size: 1, modified: 1, sha256: 'x' };
const state = () => useEditor.getState();

beforeEach(() => state().load(lenet, { path: null, stamp: null }));

describe('the open document', () => {
  it('follows an edit with its shapes: 6 to 8 filters of 5 × 5 on 1 channel are (25 + 1) × 8 = 208 parameters', () => {
    state().edit('Set filters', [{ kind: 'setParameter', name: 'conv1', parameter: 'filters', value: 8 }]);
    const conv1 = state().inference.nodes.get('conv1');
    expect(conv1?.outputs[0]?.shape).toEqual(['N', 28, 28, 8]);
    const count = conv1?.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(count).toBe(208);
  });

  it('is clean again after undo and dirty after redo', () => {
    const units = (value: number) =>
      state().edit('Set units', [{ kind: 'setParameter', name: 'fc6', parameter: 'units', value }]);
    units(90);
    units(91);
    expect(state().isDirty).toBe(true);
    state().undo();
    state().undo();
    expect(state().isDirty).toBe(false);
    expect(state().document).toEqual(lenet);
    state().redo();
    expect(state().isDirty).toBe(true);
  });

  it('is clean at the step that was saved, not at the one before', () => {
    state().edit('Name', [{ kind: 'setName', name: 'mine' }]);
    state().markSaved(state().document, '/a.netloom', stamp);
    expect(state().isDirty).toBe(false);
    state().undo();
    expect(state().isDirty).toBe(true);
    state().redo();
    expect(state().isDirty).toBe(false);
  });

  it('stays dirty when it was edited while the save ran', () => {
    state().edit('Name', [{ kind: 'setName', name: 'one' }]);
    const sent = state().document;
    state().edit('Name', [{ kind: 'setName', name: 'two' }]);
    state().markSaved(sent, '/a.netloom', stamp);
    expect(state().isDirty).toBe(true);
  });

  it('counts recovered work as unsaved until it is saved', () => {
    state().load(lenet, { path: '/a.netloom', stamp: null, isUnsaved: true });
    expect(state().isDirty).toBe(true);
    state().markSaved(lenet, '/a.netloom', stamp);
    expect(state().isDirty).toBe(false);
  });

  it('makes one step of edits with the same key', () => {
    for (const value of [70, 71, 72])
      state().edit('Set units', [{ kind: 'setParameter', name: 'fc6', parameter: 'units', value }], {
        mergeKey: 'fc6.units',
      });
    expect(state().history.undo).toHaveLength(1);
    state().undo();
    expect(state().document).toEqual(lenet);
  });

  it('answers the sentence of an edit that cannot be done, and changes nothing', () => {
    const sentence = state().edit('Rename', [{ kind: 'renameNode', name: 'conv1', newName: 'fc6' }]);
    expect(sentence).toBe('There is already a layer named "fc6".');
    expect(state().document).toBe(lenet);
  });

  it('keeps a renamed layer selected and lets a removed one go', () => {
    state().select(['conv1', 'fc6']);
    state().edit('Rename', [{ kind: 'renameNode', name: 'conv1', newName: 'first' }]);
    expect([...state().selection]).toEqual(['first', 'fc6']);
    state().edit('Delete', [{ kind: 'removeNode', name: 'fc6' }]);
    expect([...state().selection]).toEqual(['first']);
  });
});
