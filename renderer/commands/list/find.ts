import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Finds a layer by its name or type. */
const command: Command = {
  id: 'select.find',
  title: 'Find a layer',
  group: 'Select',
  keys: ['Ctrl+F'],
  worksInFields: true,
  worksInDialogs: true,
  perform: () => useView.getState().openDialog('find'),
};
export default command;
