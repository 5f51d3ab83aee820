import { reachable } from '../../canvas/reachable.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

const hasSelection = () => here().selection.size > 0;

/** Select everything, nothing, what feeds the selection, what it feeds, what any wires join to it. */
const commands: readonly Command[] = [
  {
    id: 'select.all',
    title: 'Select all layers',
    group: 'Select',
    keys: ['Ctrl+A'],
    scope: 'canvas',
    perform() {
      const { document, select } = here();
      select(Object.keys(document.nodes));
    },
  },
  {
    id: 'select.none',
    title: 'Select nothing',
    group: 'Select',
    keys: ['Escape'],
    scope: 'canvas',
    perform: () => here().select([]),
  },
  {
    id: 'select.upstream',
    title: 'Select what feeds the selection',
    group: 'Select',
    keys: ['Shift+Up'],
    scope: 'canvas',
    isEnabled: hasSelection,
    perform: () => extend('up'),
  },
  {
    id: 'select.downstream',
    title: 'Select what the selection feeds',
    group: 'Select',
    keys: ['Shift+Down'],
    scope: 'canvas',
    isEnabled: hasSelection,
    perform: () => extend('down'),
  },
  {
    id: 'select.connected',
    title: 'Select what is connected to the selection',
    group: 'Select',
    isEnabled: hasSelection,
    perform() {
      const { document, selection, select } = here();
      const both = document.edges.flatMap(edge => [edge, { from: edge.to, to: edge.from }]);
      select(reachable(both, selection, 'down'));
    },
  },
];
export default commands;

function extend(direction: 'up' | 'down'): void {
  const { document, selection, select } = here();
  select(reachable(document.edges, selection, direction));
}
