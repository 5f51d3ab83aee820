import { deleteSelection } from '../../canvas/delete-selection.ts';
import { useEditor } from '../../state/editor-store.ts';
import type { Command } from '../command.ts';

const hasSelection = () => useEditor.getState().selection.size + useEditor.getState().selectedParts.size > 0;

/** Deletes the selected layers, wires, frames and notes; the second joins what the layers joined. */
const commands: readonly Command[] = [
  {
    id: 'edit.delete',
    title: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    isEnabled: hasSelection,
    perform: () => deleteSelection(false),
  },
  {
    id: 'edit.delete-heal',
    title: 'Delete and heal the wire',
    group: 'Edit',
    keys: ['Ctrl+Delete', 'Ctrl+Backspace'],
    scope: 'canvas',
    isEnabled: hasSelection,
    perform: () => deleteSelection(true),
  },
];
export default commands;
