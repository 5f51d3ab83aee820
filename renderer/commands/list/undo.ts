import { useEditor } from '../../state/editor-store.ts';
import type { Command } from '../command.ts';

/** Takes the last step back. */
const command: Command = {
  id: 'edit.undo',
  title: 'Undo',
  group: 'Edit',
  keys: ['Ctrl+Z'],
  isEnabled: () => useEditor.getState().history.undo.length > 0,
  perform: () => useEditor.getState().undo(),
};
export default command;
