import { detachHealing } from '../../../shared/document/operations.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Takes the selected layers out of their wires and joins what they joined; they stay on the canvas. */
const command: Command = {
  id: 'edit.detach',
  title: 'Detach from its wires',
  group: 'Edit',
  isEnabled: () => here().selection.size > 0,
  perform() {
    const { document, selection, edit } = here();
    const names = [...selection];
    const edits = detachHealing(document, names);
    if (edits.length > 0) edit(names.length === 1 ? `Detach ${names[0]}` : 'Detach', edits);
  },
};
export default command;
