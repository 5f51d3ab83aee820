import { create } from 'zustand';
import type { FileStamp } from '../../shared/contract/documents.ts';
import { applyEdits, type DocumentEdit, type EditResult } from '../../shared/document/edits.ts';
import { emptyDocument, type NetloomDocument } from '../../shared/document/schema.ts';
import { type Inference, inferDocument, updateInference } from '../../shared/inference/infer.ts';
import { followRenames } from './follow-renames.ts';
import { tell } from './notices.ts';

/** One undo step: the documents on both sides and the patches that lead from one to the other. */
export interface HistoryStep {
  /** What the user did, for "Undo ...": `Move conv1`. */
  readonly title: string;
  /** Steps with the same key in direct succession become one (typing into a field, dragging a slider). */
  readonly mergeKey: string | null;
  readonly time: number;
  readonly before: NetloomDocument;
  readonly result: EditResult;
}

/** How an edit enters the history and the selection. */
export interface EditOptions {
  readonly mergeKey?: string;
  /** Nodes that are selected afterwards. */
  readonly select?: readonly string[];
}

/** Where a document came from. */
export interface Origin {
  readonly path: string | null;
  readonly stamp: FileStamp | null;
  /** True for recovered work: dirty until saved, though it equals what was loaded. */
  readonly isUnsaved?: boolean;
}

/** The open document and everything that follows from it. Nothing else in the window holds a document. */
export interface EditorState {
  readonly document: NetloomDocument;
  readonly inference: Inference;
  readonly path: string | null;
  readonly stamp: FileStamp | null;
  /** The document as it was last loaded or saved; null for recovered work that no file holds. */
  readonly savedDocument: NetloomDocument | null;
  /** Whether the document differs from the saved one. Exact at once after undo; else corrected by the journal's comparison. */
  readonly isDirty: boolean;
  readonly undoSteps: readonly HistoryStep[];
  readonly redoSteps: readonly HistoryStep[];
  /** Names of the selected nodes. */
  readonly selection: ReadonlySet<string>;
  /** Selected wires (see `edgeId`), frames (`frame:0`) and notes (`note:0`). */
  readonly selectedParts: ReadonlySet<string>;
  /** Counts loads, so that the canvas fits a newly opened document. */
  readonly loads: number;

  /**
   * Carries out edits as one undo step.
   *
   * @returns null, or the sentence of the edit that could not be carried out (it is also shown as a notice)
   */
  edit(title: string, edits: readonly DocumentEdit[], options?: EditOptions): string | null;
  undo(): void;
  redo(): void;
  /** Opens a document: the history begins anew. */
  load(document: NetloomDocument, origin: Origin): void;
  /** Notes that `document` is what the file now holds. */
  markSaved(document: NetloomDocument, path: string, stamp: FileStamp): void;
  /** Corrects the dirty mark after a comparison of the texts. */
  setClean(document: NetloomDocument): void;
  /** Selects nodes; `additive` keeps the others. */
  select(names: Iterable<string>, additive?: boolean): void;
  selectParts(ids: Iterable<string>): void;
}

/** How long a mergeable step stays open, in milliseconds. */
const MERGE_WINDOW = 2000;
/** How many steps can be undone; documents share what did not change, so a step is small. */
const MAX_STEPS = 1000;

const nothing: ReadonlySet<string> = new Set();
const beginning = emptyDocument('untitled');

/** The store of the open document. Components subscribe with narrow selectors. */
export const useEditor = create<EditorState>()((set, get) => ({
  document: beginning,
  inference: inferDocument(beginning),
  path: null,
  stamp: null,
  savedDocument: beginning,
  isDirty: false,
  undoSteps: [],
  redoSteps: [],
  selection: nothing,
  selectedParts: nothing,
  loads: 0,

  edit(title, edits, options = {}) {
    const state = get();
    let result: EditResult;
    try {
      result = applyEdits(state.document, edits);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      tell(sentence, 'error');
      return sentence;
    }
    const selection = options.select
      ? new Set(options.select)
      : followRenames(state.selection, edits, result.document);
    if (result.document === state.document) {
      if (options.select) set({ selection });
      return null;
    }
    set({
      document: result.document,
      inference: updateInference(state.inference, result),
      isDirty: result.document !== state.savedDocument,
      undoSteps: withStep(state.undoSteps, {
        title,
        mergeKey: options.mergeKey ?? null,
        time: Date.now(),
        before: state.document,
        result,
      }),
      redoSteps: [],
      selection,
      selectedParts: options.select ? nothing : state.selectedParts,
    });
    return null;
  },

  undo() {
    const { undoSteps, redoSteps } = get();
    const step = undoSteps[undoSteps.length - 1];
    if (!step) return;
    const { patches, inverse } = step.result;
    set({
      ...moved(get(), { document: step.before, patches: inverse, inverse: patches }),
      undoSteps: undoSteps.slice(0, -1),
      redoSteps: [...redoSteps, step],
    });
  },

  redo() {
    const { undoSteps, redoSteps } = get();
    const step = redoSteps[redoSteps.length - 1];
    if (!step) return;
    set({
      ...moved(get(), step.result),
      undoSteps: [...undoSteps, { ...step, mergeKey: null }],
      redoSteps: redoSteps.slice(0, -1),
    });
  },

  load(document, origin) {
    set(state => ({
      document,
      inference: inferDocument(document),
      path: origin.path,
      stamp: origin.stamp,
      savedDocument: origin.isUnsaved ? null : document,
      isDirty: origin.isUnsaved === true,
      undoSteps: [],
      redoSteps: [],
      selection: nothing,
      selectedParts: nothing,
      loads: state.loads + 1,
    }));
  },

  markSaved(document, path, stamp) {
    set(state => ({ path, stamp, savedDocument: document, isDirty: state.document !== document }));
  },

  setClean(document) {
    set(state => (state.document === document ? { isDirty: false, savedDocument: document } : {}));
  },

  select(names, additive = false) {
    const selection = new Set(additive ? get().selection : []);
    for (const name of names) selection.add(name);
    set({ selection, selectedParts: additive ? get().selectedParts : nothing });
  },

  selectParts(ids) {
    set({ selectedParts: new Set(ids) });
  },
}));

/** The state after an undo or a redo. */
function moved(state: EditorState, result: EditResult): Partial<EditorState> {
  return {
    document: result.document,
    inference: updateInference(state.inference, result),
    isDirty: result.document !== state.savedDocument,
    selection: new Set([...state.selection].filter(name => Object.hasOwn(result.document.nodes, name))),
    selectedParts: nothing,
  };
}

/** The steps with a new one on top, merged into the last where both ask for it. */
function withStep(steps: readonly HistoryStep[], step: HistoryStep): readonly HistoryStep[] {
  const last = steps[steps.length - 1];
  if (
    !last ||
    step.mergeKey === null ||
    last.mergeKey !== step.mergeKey ||
    step.time - last.time > MERGE_WINDOW
  )
    return [...steps.slice(-MAX_STEPS + 1), step];
  const merged: HistoryStep = {
    ...step,
    before: last.before,
    result: {
      document: step.result.document,
      patches: [...last.result.patches, ...step.result.patches],
      inverse: [...step.result.inverse, ...last.result.inverse],
    },
  };
  return [...steps.slice(0, -1), merged];
}
