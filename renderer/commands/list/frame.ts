import { useCanvas } from '../../canvas/canvas-store.ts';
import { boxAround, namesInFrame } from '../../canvas/frames.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Frames around the selection, and taking frames away. */
const commands: readonly Command[] = [
  {
    id: 'canvas.frame',
    title: 'Frame the selection',
    group: 'Canvas',
    keys: ['Ctrl+G'],
    scope: 'canvas',
    isEnabled: () => here().selection.size > 0,
    perform() {
      const { document, selection, edit, selectParts } = here();
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
    isEnabled: () => framesMeant().size > 0,
    perform() {
      const { document, edit, selectParts } = here();
      const meant = framesMeant();
      const frames = (document.frames ?? []).filter((_, i) => !meant.has(i));
      edit('Take the frame away', [{ kind: 'setFrames', frames }]);
      selectParts([]);
    },
  },
];
export default commands;

/** The selected frames; without one those around a selected layer. */
function framesMeant(): ReadonlySet<number> {
  const { document, selection, selectedParts } = here();
  const frames = document.frames ?? [];
  const selected = frames.flatMap((_, i) => (selectedParts.has(`frame:${i}`) ? [i] : []));
  if (selected.length > 0) return new Set(selected);
  return new Set(
    frames.flatMap(({ box }, i) =>
      namesInFrame(box, document.positions).some(name => selection.has(name)) ? [i] : [],
    ),
  );
}
