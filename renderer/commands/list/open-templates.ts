import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Shows the template gallery. */
const command: Command = {
  id: 'file.templates',
  title: 'Templates ...',
  group: 'File',
  perform: () => useView.getState().openDialog('gallery'),
};
export default command;
