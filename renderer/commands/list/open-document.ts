import { openFile } from '../../state/open-file.ts';
import type { Command } from '../command.ts';

/** Opens a file that the user chooses. */
const command: Command = {
  id: 'file.open',
  title: 'Open ...',
  group: 'File',
  keys: ['Ctrl+O'],
  perform: () => openFile(null),
};
export default command;
