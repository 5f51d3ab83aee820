import { bounds, nodeBox } from '../../../shared/layout/geometry.ts';
import { useCanvas } from '../../canvas/canvas-store.ts';
import { useEditor } from '../../state/editor-store.ts';
import type { Command } from '../command.ts';

/** Free space between the frame and what it holds; more above for the title. */
const MARGIN = 20;
const TITLE = 34;

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
      const box = bounds([...selection].map(name => nodeBox(document.positions[name] ?? [0, 0])));
      if (!box) return;
      const frames = document.frames ?? [];
      const frame = {
        title: 'Frame',
        box: [box.x - MARGIN, box.y - TITLE, box.width + 2 * MARGIN, box.height + TITLE + MARGIN] as const,
      };
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
