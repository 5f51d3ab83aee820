import type { DocumentEdit } from '../../../shared/document/edits.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Passes the selected layers over, or takes them in again when all are passed over. */
const command: Command = {
  id: 'edit.bypass',
  title: 'Bypass',
  group: 'Edit',
  keys: ['Ctrl+B'],
  scope: 'canvas',
  isEnabled: () => here().selection.size > 0,
  perform() {
    const { document, selection, edit } = here();
    const all = [...selection].every(name => document.nodes[name]?.bypass === true);
    const edits: DocumentEdit[] = [];
    for (const name of selection) {
      const node = document.nodes[name];
      if (!node) continue;
      const { bypass: _bypass, ...rest } = node;
      edits.push({ kind: 'replaceNode', name, node: all ? rest : { ...rest, bypass: true } });
    }
    edit(all ? 'Take in again' : 'Bypass', edits);
  },
};
export default command;
