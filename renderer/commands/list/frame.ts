import { useCanvas } from '../../canvas/canvas-store.ts';
import { boxAround } from '../../canvas/frames.ts';
import { useEditor } from '../../state/editor-store.ts';
import type { Command } from '../command.ts';

/** Frames around the selection, and taking frames away. */
const commands: readonly Command[] = [
  {
    id: 'canvas.frame',
    title: 'Frame the selection',
    group: 'Canvas',
    keys: ['Ctrl+G'],
    scope: 'canvas',
    isEnabled: () => useEditor.getState().selection.size > 0,
    perform() {
      const { document, selection, edit, selectParts } = useEditor.getState();
      const box = boxAround([...selection].map(name => document.positions[name] ?? [0, 0]));
      if (!box) return;
      const frames = document.frames ?? [];
      const frame = { title: 'Frame', box };
      edit('Frame the selection', [{ kind: 'setFrames', frames: [...frames, frame] }], { select: [] });
      selectParts([`frame:${frames.length}`]);
      useCanvas.setState({ editing: `frame:${frames.length}` });
    },
  },
  {
    id: 'canvas.unframe',
    title: 'Take the frame away',
    group: 'Canvas',
    keys: ['Ctrl+Shift+G'],
    scope: 'canvas',
    isEnabled: () => [...useEditor.getState().selectedParts].some(id => id.startsWith('frame:')),
    perform() {
      const { document, selectedParts, edit } = useEditor.getState();
      const frames = (document.frames ?? []).filter((_, i) => !selectedParts.has(`frame:${i}`));
      edit('Take the frame away', [{ kind: 'setFrames', frames }], { select: [] });
    },
  },
];
export default commands;
