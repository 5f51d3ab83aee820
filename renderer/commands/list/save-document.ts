import { saveDocument } from '../../state/document-files.ts';
import type { Command } from '../command.ts';

/** Saves the document; the first asks for a name only where it has none, the second always. */
const commands: readonly Command[] = [
  {
    id: 'file.save',
    title: 'Save',
    group: 'File',
    keys: ['Ctrl+S'],
    worksInFields: true,
    worksInDialogs: true,
    perform: () => saveDocument(),
  },
  {
    id: 'file.save-as',
    title: 'Save as ...',
    group: 'File',
    keys: ['Ctrl+Shift+S'],
    worksInFields: true,
    worksInDialogs: true,
    perform: () => saveDocument(true),
  },
];
export default commands;
