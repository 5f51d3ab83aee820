import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Lists all commands for searching. */
const command: Command = {
  id: 'view.commands',
  title: 'Commands',
  group: 'View',
  keys: ['Ctrl+Shift+P'],
  worksInFields: true,
  worksInDialogs: true,
  perform: () => useView.getState().openDialog('commands'),
};
export default command;
