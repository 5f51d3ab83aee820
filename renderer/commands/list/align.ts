import type { Point } from '../../../shared/document/schema.ts';
import { moveWithPoints } from '../../../shared/document/wire-points.ts';
import { type Alignment, align, distribute } from '../../../shared/layout/align.ts';
import { type Box, drawnBox } from '../../../shared/layout/geometry.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

const ALIGNMENTS: Readonly<Record<Alignment, string>> = {
  left: 'Align left edges',
  centre: 'Align on a vertical line',
  right: 'Align right edges',
  top: 'Align top edges',
  middle: 'Align on a horizontal line',
  bottom: 'Align bottom edges',
};

/** Line the selected layers up, and spread them evenly. */
const commands: readonly Command[] = [
  ...Object.entries(ALIGNMENTS).map(([alignment, title]) =>
    placing(`canvas.align-${alignment}`, title, 2, boxes => align(boxes, alignment as Alignment)),
  ),
  placing('canvas.distribute-x', 'Distribute horizontally', 3, boxes => distribute(boxes, 'x')),
  placing('canvas.distribute-y', 'Distribute vertically', 3, boxes => distribute(boxes, 'y')),
];
export default commands;

function placing(
  id: string,
  title: string,
  least: number,
  place: (boxes: Readonly<Record<string, Box>>) => Readonly<Record<string, Point>>,
): Command {
  return {
    id,
    title,
    group: 'Canvas',
    isEnabled: () => here().selection.size >= least,
    perform() {
      const { document, selection, edit } = here();
      const boxes: Record<string, Box> = {};
      for (const name of selection)
        boxes[name] = drawnBox(document.positions[name] ?? [0, 0], document.nodes[name]?.collapsed);
      edit(title, moveWithPoints(document, place(boxes)));
    },
  };
}
