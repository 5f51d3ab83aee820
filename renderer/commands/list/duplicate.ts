import { copyFragment, planPaste } from '../../../shared/document/operations.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Puts a copy of the selection beside it. */
const command: Command = {
  id: 'edit.duplicate',
  title: 'Duplicate',
  group: 'Edit',
  keys: ['Ctrl+D'],
  scope: 'canvas',
  isEnabled: () => here().selection.size > 0,
  perform() {
    const { document, selection, edit } = here();
    const { edits, names } = planPaste(document, copyFragment(document, [...selection]));
    edit(names.length === 1 ? `Duplicate ${[...selection][0]}` : 'Duplicate', edits, { select: names });
  },
};
export default command;
