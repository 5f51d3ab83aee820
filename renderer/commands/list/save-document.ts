import { saveDocument } from '../../state/document-files.ts';
import type { Command } from '../command.ts';

/** Saves the document, under a new name where it has none. */
const command: Command = {
  id: 'file.save',
  title: 'Save',
  group: 'File',
  keys: ['Ctrl+S'],
  worksInFields: true,
  perform: () => saveDocument(),
};
export default command;
