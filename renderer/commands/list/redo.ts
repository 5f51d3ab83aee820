import { useEditor } from '../../state/editor-store.ts';
import type { Command } from '../command.ts';

/** Carries the last undone step out again. */
const command: Command = {
  id: 'edit.redo',
  title: 'Redo',
  group: 'Edit',
  keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
  isEnabled: () => useEditor.getState().history.redo.length > 0,
  perform: () => useEditor.getState().redo(),
};
export default command;
