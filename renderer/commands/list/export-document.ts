import { useEditor } from '../../state/editor-store.ts';
import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Shows the export dialog. */
const command: Command = {
  id: 'file.export',
  title: 'Export ...',
  group: 'File',
  keys: ['Ctrl+E'],
  isEnabled: () => Object.keys(useEditor.getState().document.nodes).length > 0,
  perform: () => useView.getState().openDialog('export'),
};
export default command;
