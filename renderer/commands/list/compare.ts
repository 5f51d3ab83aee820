import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Puts the open network beside others. */
const command: Command = {
  id: 'file.compare',
  title: 'Compare networks ...',
  group: 'File',
  perform: () => useView.getState().openDialog('compare'),
};
export default command;
