import type { DocumentEdit } from '../../shared/document/edits.ts';
import { copyFragment, planPaste } from '../../shared/document/operations.ts';
import type { Frame, Point } from '../../shared/document/schema.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../shared/layout/geometry.ts';
import { here } from '../state/here.ts';
import { canGoOnWire, putOnWire } from './add-layer.ts';
import { markDropWire, wireAt } from './drop-target.ts';
import type { Overrides } from './flow-elements.ts';
import { pointEdits } from './wire-points.ts';

/** Marks the wire that a single dragged layer without wires would go on. */
export function markWireUnder(overrides: Overrides): void {
  const [only] = overrides;
  const wire =
    overrides.size === 1 && only && canGoOnWire(only[0]) ? wireAt(middleOf(only[1]), only[0]) : null;
  markDropWire(wire?.id ?? null);
}

function middleOf(place: readonly number[]): Point {
  return [(place[0] ?? 0) + NODE_WIDTH / 2, (place[1] ?? 0) + NODE_HEIGHT / 2];
}

/**
 * Writes where dragged and resized things now stand into the document, as one step. A single layer over a wire goes on it.
 *
 * @param overrides the new places
 * @param asCopy whether copies go there and the originals stay
 */
export function commitDrag(overrides: Overrides, asCopy: boolean): void {
  const { document, edit } = here();
  const positions: Record<string, Point> = {};
  for (const [id, place] of overrides)
    if (Object.hasOwn(document.nodes, id)) positions[id] = [place[0], place[1]];
  const names = Object.keys(positions);
  if (asCopy && names.length > 0) {
    const at: Point = [
      Math.min(...Object.values(positions).map(([x]) => x)),
      Math.min(...Object.values(positions).map(([, y]) => y)),
    ];
    const plan = planPaste(document, copyFragment(document, names), at);
    edit(names.length === 1 ? `Copy ${names[0]}` : `Copy ${names.length} layers`, plan.edits, {
      select: plan.names,
    });
    return;
  }
  const [only] = names;
  if (names.length === 1 && overrides.size === 1 && only !== undefined && canGoOnWire(only)) {
    const wire = wireAt(middleOf(overrides.get(only) ?? [0, 0]), only);
    if (wire) {
      putOnWire(only, wire.edge, positions);
      return;
    }
  }
  const edits: DocumentEdit[] = [];
  if (names.length > 0) edits.push({ kind: 'moveNodes', positions });
  edits.push(...pointEdits(document, overrides));
  const frames = boxesAfter(document.frames, 'frame', overrides);
  if (frames) edits.push({ kind: 'setFrames', frames });
  const notes = boxesAfter(document.notes, 'note', overrides);
  if (notes) edits.push({ kind: 'setNotes', notes });
  if (edits.length > 0) edit(names.length === 1 ? `Move ${only}` : 'Move', edits);
}

function boxesAfter<T extends { readonly box: Frame['box'] }>(
  items: readonly T[] | undefined,
  kind: 'frame' | 'note',
  overrides: Overrides,
): readonly T[] | null {
  if (!items?.some((_, i) => overrides.has(`${kind}:${i}`))) return null;
  return items.map((item, i) => {
    const place = overrides.get(`${kind}:${i}`);
    if (!place) return item;
    const box: Frame['box'] = [place[0], place[1], place[2] ?? item.box[2], place[3] ?? item.box[3]];
    return { ...item, box };
  });
}
