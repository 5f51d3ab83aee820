import { create } from 'zustand';
import type { FileStamp } from '../../shared/contract/documents.ts';
import type { DocumentEdit } from '../../shared/document/edits.ts';
import {
  type Change,
  EMPTY_HISTORY,
  type History,
  type HistoryStep,
  perform,
  redo,
  undo,
} from '../../shared/document/history.ts';
import { emptyDocument, type NetloomDocument } from '../../shared/document/schema.ts';
import { type Inference, inferDocument, updateInference } from '../../shared/inference/infer.ts';
import { followRenames } from './follow-renames.ts';
import { UNTITLED } from './name-of-file.ts';
import { tell } from './notices.ts';

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
  /** The last undo step when the document was saved; null for none, undefined when no step is as saved. */
  readonly savedStep: HistoryStep | null | undefined;
  readonly history: History;
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

const nothing: ReadonlySet<string> = new Set();
const beginning = emptyDocument(UNTITLED);

/** The store of the open document. Components subscribe with narrow selectors. */
export const useEditor = create<EditorState>()((set, get) => ({
  document: beginning,
  inference: inferDocument(beginning),
  path: null,
  stamp: null,
  savedDocument: beginning,
  isDirty: false,
  history: EMPTY_HISTORY,
  savedStep: null,
  selection: nothing,
  selectedParts: nothing,
  loads: 0,

  edit(title, edits, options = {}) {
    const state = get();
    let change: Change | null;
    try {
      change = perform(state.document, state.history, title, edits, options.mergeKey);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      tell(sentence, 'error');
      return sentence;
    }
    const document = change?.edit.document ?? state.document;
    const selection = options.select
      ? new Set(options.select)
      : followRenames(state.selection, edits, document);
    const selectedParts = options.select ? nothing : state.selectedParts;
    set({ ...(change ? afterChange(state, change) : {}), selection, selectedParts });
    return null;
  },

  undo() {
    const change = undo(get().document, get().history);
    if (change) set(afterStep(get(), change));
  },

  redo() {
    const change = redo(get().document, get().history);
    if (change) set(afterStep(get(), change));
  },

  load(document, origin) {
    set(state => ({
      document,
      inference: inferDocument(document),
      path: origin.path,
      stamp: origin.stamp,
      savedDocument: origin.isUnsaved ? null : document,
      isDirty: origin.isUnsaved === true,
      history: EMPTY_HISTORY,
      savedStep: origin.isUnsaved ? undefined : null,
      selection: nothing,
      selectedParts: nothing,
      loads: state.loads + 1,
    }));
  },

  markSaved(document, path, stamp) {
    set(state => ({
      path,
      stamp,
      savedDocument: document,
      ...(state.document === document
        ? { isDirty: false, savedStep: topStep(state.history) }
        : { isDirty: true, savedStep: undefined }),
    }));
  },

  setClean(document) {
    set(state => (state.document === document ? { isDirty: false, savedStep: topStep(state.history) } : {}));
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

function topStep(history: History): HistoryStep | null {
  return history.undo[history.undo.length - 1] ?? null;
}

/** The document, what is inferred of it, and whether it is as saved: it is when the last step is the one that was saved. */
function afterChange(
  state: EditorState,
  { edit, history }: Change,
): Pick<EditorState, 'document' | 'inference' | 'history' | 'isDirty'> {
  return {
    document: edit.document,
    inference: updateInference(state.inference, edit),
    history,
    isDirty: topStep(history) !== state.savedStep,
  };
}

/** The state after an undo or a redo: what is gone is no longer selected. */
function afterStep(state: EditorState, change: Change): Partial<EditorState> {
  const { nodes } = change.edit.document;
  return {
    ...afterChange(state, change),
    selection: new Set([...state.selection].filter(name => Object.hasOwn(nodes, name))),
    selectedParts: nothing,
  };
}
