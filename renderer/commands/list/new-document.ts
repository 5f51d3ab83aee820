import { newDocument } from '../../state/document-files.ts';
import type { Command } from '../command.ts';

/** Begins an empty network. */
const command: Command = {
  id: 'file.new',
  title: 'New network',
  group: 'File',
  keys: ['Ctrl+N'],
  perform: newDocument,
};
export default command;
