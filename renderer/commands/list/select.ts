import { reachable } from '../../canvas/reachable.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

const hasSelection = () => here().selection.size > 0;

/** Select everything, nothing, what feeds the selection, what it feeds. */
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
];
export default commands;

function extend(direction: 'up' | 'down'): void {
  const { document, selection, select } = here();
  select(reachable(document.edges, selection, direction));
}
