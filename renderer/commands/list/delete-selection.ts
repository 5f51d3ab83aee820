import { deleteSelection } from '../../canvas/delete-selection.ts';
import { leaveBlock } from '../../canvas/enter-block.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

const hasSelection = () => here().selection.size + here().selectedParts.size > 0;

/** Deletes the selected layers, wires, frames and notes; the second joins what the layers joined. */
const commands: readonly Command[] = [
  {
    id: 'edit.delete',
    title: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    isEnabled: () => hasSelection() || here().open.length > 0,
    // With nothing selected the key leads out of an open block.
    perform: () => (hasSelection() ? deleteSelection(false) : leaveBlock()),
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
