import { applyDocumentPatches, applyEdits, type DocumentEdit, type EditResult } from './edits.ts';
import type { NetloomDocument } from './schema.ts';

/** One undoable step. */
export interface HistoryStep {
  /** What the user did, as the Undo tooltip says it: `Set filters of conv1`. */
  readonly title: string;
  readonly patches: EditResult['patches'];
  readonly inverse: EditResult['inverse'];
  /** Steps with the same key that follow each other become one (typing in a field, dragging). */
  readonly mergeKey: string | null;
}

/** Undo and redo stacks, newest last. Immutable. */
export interface History {
  readonly undo: readonly HistoryStep[];
  readonly redo: readonly HistoryStep[];
}

/** No steps yet. */
export const EMPTY_HISTORY: History = { undo: [], redo: [] };

/** The most steps kept. */
const MAX_STEPS = 1000;

/** A document with its history after a change; `edit` feeds the incremental inference. */
export interface Change {
  readonly edit: EditResult;
  readonly history: History;
}

/**
 * Carries out edits as one undoable step.
 *
 * @param document the document before
 * @param history its history
 * @param title what the user did
 * @param edits what to do
 * @param mergeKey joins this step to the one before with the same key
 * @returns null when the edits change nothing
 */
export function perform(
  document: NetloomDocument,
  history: History,
  title: string,
  edits: readonly DocumentEdit[],
  mergeKey: string | null = null,
): Change | null {
  const edit = applyEdits(document, edits);
  if (edit.document === document) return null;
  const last = history.undo[history.undo.length - 1];
  const step: HistoryStep = { title, patches: edit.patches, inverse: edit.inverse, mergeKey };
  const merged =
    last && mergeKey !== null && last.mergeKey === mergeKey
      ? [
          ...history.undo.slice(0, -1),
          {
            ...step,
            patches: [...last.patches, ...edit.patches],
            inverse: [...edit.inverse, ...last.inverse],
          },
        ]
      : [...history.undo, step];
  return { edit, history: { undo: merged.slice(-MAX_STEPS), redo: [] } };
}

/** Takes the last step back; null when there is none. */
export function undo(document: NetloomDocument, history: History): Change | null {
  const step = history.undo[history.undo.length - 1];
  if (!step) return null;
  const next = applyDocumentPatches(document, step.inverse);
  return {
    edit: { document: next, patches: step.inverse, inverse: step.patches },
    history: { undo: history.undo.slice(0, -1), redo: [...history.redo, step] },
  };
}

/** Carries the last undone step out again; null when there is none. */
export function redo(document: NetloomDocument, history: History): Change | null {
  const step = history.redo[history.redo.length - 1];
  if (!step) return null;
  const next = applyDocumentPatches(document, step.patches);
  return {
    edit: { document: next, patches: step.patches, inverse: step.inverse },
    history: { undo: [...history.undo, step], redo: history.redo.slice(0, -1) },
  };
}
