import type { DocumentEdit } from '../../shared/document/edits.ts';
import { removeHealing, removeNodes } from '../../shared/document/operations.ts';
import { here } from '../state/here.ts';
import { edgeId } from './canvas-store.ts';
import { removalOf } from './wire-points.ts';

/**
 * Deletes the selected layers, wires, points of wires, frames and notes as one step.
 *
 * @param heal whether what fed a deleted layer goes on to what it fed
 */
export function deleteSelection(heal: boolean): void {
  const { document, selection, selectedParts, edit } = here();
  const names = [...selection];
  const edits: DocumentEdit[] = document.edges
    .filter(edge => selectedParts.has(edgeId(edge)) && !selection.has(edge.from) && !selection.has(edge.to))
    .map(edge => ({ kind: 'disconnect', edge }));
  edits.push(...removalOf(document, selectedParts));
  if (names.length > 0) edits.push(...(heal ? removeHealing(document, names) : removeNodes(document, names)));
  const frames = document.frames?.filter((_, i) => !selectedParts.has(`frame:${i}`));
  if (frames && frames.length !== document.frames?.length) edits.push({ kind: 'setFrames', frames });
  const notes = document.notes?.filter((_, i) => !selectedParts.has(`note:${i}`));
  if (notes && notes.length !== document.notes?.length) edits.push({ kind: 'setNotes', notes });
  if (edits.length === 0) return;
  edit(names.length === 1 ? `Delete ${names[0]}` : 'Delete', edits, { select: [] });
}
