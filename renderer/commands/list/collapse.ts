import type { DocumentEdit } from '../../../shared/document/edits.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Shows the selected layers as their title line only, or whole again when all are. */
const command: Command = {
  id: 'canvas.collapse',
  title: 'Collapse or expand',
  group: 'Canvas',
  keys: ['Alt+C'],
  scope: 'canvas',
  isEnabled: () => here().selection.size > 0,
  perform() {
    const { document, selection, edit } = here();
    const all = [...selection].every(name => document.nodes[name]?.collapsed === true);
    const edits: DocumentEdit[] = [];
    for (const name of selection) {
      const node = document.nodes[name];
      if (!node) continue;
      const { collapsed: _collapsed, ...rest } = node;
      edits.push({ kind: 'replaceNode', name, node: all ? rest : { ...rest, collapsed: true } });
    }
    edit(all ? 'Expand' : 'Collapse', edits);
  },
};
export default command;
