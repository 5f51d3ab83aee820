import { copyFragment, planPaste } from '../../../shared/document/operations.ts';
import { useEditor } from '../../state/editor-store.ts';
import type { Command } from '../command.ts';

/** Puts a copy of the selection beside it. */
const command: Command = {
  id: 'edit.duplicate',
  title: 'Duplicate',
  group: 'Edit',
  keys: ['Ctrl+D'],
  scope: 'canvas',
  isEnabled: () => useEditor.getState().selection.size > 0,
  perform() {
    const { document, selection, edit } = useEditor.getState();
    const { edits, names } = planPaste(document, copyFragment(document, [...selection]));
    edit(names.length === 1 ? `Duplicate ${[...selection][0]}` : 'Duplicate', edits, { select: names });
  },
};
export default command;
