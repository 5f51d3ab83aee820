import type { DocumentEdit } from '../../shared/document/edits.ts';
import type { Frame, NetloomDocument, Point } from '../../shared/document/schema.ts';
import { bounds, NODE_HEIGHT, NODE_WIDTH, nodeBox } from '../../shared/layout/geometry.ts';

/** Free space between a frame and what it holds; more above for the title. */
const MARGIN = 20;
const TITLE = 34;

/** The rectangle of a frame around layers; null for none. */
export function boxAround(corners: readonly Point[]): Frame['box'] | null {
  const box = bounds(corners.map(nodeBox));
  return box && [box.x - MARGIN, box.y - TITLE, box.width + 2 * MARGIN, box.height + TITLE + MARGIN];
}

/** The layers whose middle stands in a frame. */
export function namesInFrame(
  box: Frame['box'],
  positions: Readonly<Record<string, Point>>,
): readonly string[] {
  return Object.entries(positions)
    .filter(([, [x, y]]) => {
      const [left, top] = [x + NODE_WIDTH / 2 - box[0], y + NODE_HEIGHT / 2 - box[1]];
      return left > 0 && left < box[2] && top > 0 && top < box[3];
    })
    .map(([name]) => name);
}

/**
 * The edit that puts each frame around the layers it held before they were moved; none where there are no frames.
 *
 * @param document the document before the move
 * @param positions where its layers go
 */
export function framesAfterMove(
  document: NetloomDocument,
  positions: Readonly<Record<string, Point>>,
): readonly DocumentEdit[] {
  if (!document.frames) return [];
  const frames = document.frames.map(frame => {
    const corners = namesInFrame(frame.box, document.positions).flatMap(name => {
      const corner = positions[name];
      return corner ? [corner] : [];
    });
    const box = boxAround(corners);
    return box ? { ...frame, box } : frame;
  });
  return [{ kind: 'setFrames', frames }];
}
