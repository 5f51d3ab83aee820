import { snapped } from '../../canvas/add-layer.ts';
import { useCanvas } from '../../canvas/canvas-store.ts';
import { pointerOrCentre, toCanvas } from '../../canvas/viewport.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Puts a note on the canvas and lets it be written. */
const command: Command = {
  id: 'canvas.note',
  title: 'Add a note',
  group: 'Canvas',
  keys: ['N'],
  scope: 'canvas',
  perform() {
    const { document, edit, selectParts } = here();
    const notes = document.notes ?? [];
    const [x, y] = snapped(toCanvas(pointerOrCentre()));
    edit('Add a note', [{ kind: 'setNotes', notes: [...notes, { text: '', box: [x, y, 200, 80] }] }], {
      select: [],
    });
    selectParts([`note:${notes.length}`]);
    useCanvas.setState({ editing: `note:${notes.length}` });
  },
};
export default command;
