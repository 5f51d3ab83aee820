import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Lists the keys. */
const command: Command = {
  id: 'help.shortcuts',
  title: 'Keyboard shortcuts',
  group: 'Help',
  keys: ['?'],
  perform: () => useView.getState().openDialog('shortcuts'),
};
export default command;
