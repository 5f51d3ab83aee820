import { saveDocument } from '../../state/document-files.ts';
import type { Command } from '../command.ts';

/** Saves the document under another name. */
const command: Command = {
  id: 'file.save-as',
  title: 'Save as ...',
  group: 'File',
  keys: ['Ctrl+Shift+S'],
  worksInFields: true,
  perform: () => saveDocument(true),
};
export default command;
