import { reportOfOpen } from '../../state/import-model.ts';
import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Shows again what became of what when the open network was imported. */
const command: Command = {
  id: 'file.import-report',
  title: 'Import report',
  group: 'File',
  isEnabled: () => reportOfOpen() !== null,
  perform: () => useView.getState().openDialog('import-report'),
};
export default command;
