import { tidyDocument } from '../../canvas/tidy.ts';
import { useEditor } from '../../state/editor-store.ts';
import type { Command } from '../command.ts';

/** Lays the network out anew, as one step. */
const command: Command = {
  id: 'canvas.tidy',
  title: 'Tidy the layout',
  group: 'Canvas',
  keys: ['L'],
  scope: 'canvas',
  isEnabled: () => Object.keys(useEditor.getState().document.nodes).length > 0,
  perform: tidyDocument,
};
export default command;
