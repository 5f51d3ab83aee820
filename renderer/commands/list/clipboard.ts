import { copySelection, cutSelection, pasteKept } from '../../canvas/clipboard.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

const hasSelection = () => here().selection.size > 0;

/**
 * Copy, cut and paste. Their keys reach the canvas as the browser's own clipboard events (canvas/clipboard.ts).
 */
const commands: readonly Command[] = [
  {
    id: 'edit.copy',
    title: 'Copy',
    group: 'Edit',
    keys: ['Ctrl+C'],
    areKeysNative: true,
    isEnabled: hasSelection,
    perform: copySelection,
  },
  {
    id: 'edit.cut',
    title: 'Cut',
    group: 'Edit',
    keys: ['Ctrl+X'],
    areKeysNative: true,
    isEnabled: hasSelection,
    perform: cutSelection,
  },
  {
    id: 'edit.paste',
    title: 'Paste',
    group: 'Edit',
    keys: ['Ctrl+V'],
    areKeysNative: true,
    perform: () => pasteKept(false),
  },
  {
    id: 'edit.paste-with-inputs',
    title: 'Paste and keep the wires from outside',
    group: 'Edit',
    keys: ['Ctrl+Shift+V'],
    areKeysNative: true,
    perform: () => pasteKept(true),
  },
];
export default commands;
