import { useCanvas } from '../../canvas/canvas-store.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** What F2 names: the only selected layer, frame or note. */
function renamed(): string | null {
  const { selection, selectedParts } = here();
  const named = [...selection, ...[...selectedParts].filter(id => !id.includes('>'))];
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Changes a name in place. */
const command: Command = {
  id: 'edit.rename',
  title: 'Rename',
  group: 'Edit',
  keys: ['F2'],
  scope: 'canvas',
  isEnabled: () => renamed() !== null,
  perform: () => useCanvas.setState({ editing: renamed() }),
};
export default command;
