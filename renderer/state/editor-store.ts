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
import {
  type DocumentNode,
  emptyDocument,
  type NetloomDocument,
  type Point,
} from '../../shared/document/schema.ts';
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

/** A block that is open: the node that was entered, the block's name, and how names of its layers begin in the summary. */
export interface OpenBlock {
  readonly node: string;
  readonly block: string;
  /** `stage2.` or, of a repeated block's first copy, `stage2.1.`; nested ones one after the other. */
  readonly prefix: string;
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
  /** The blocks that the canvas is inside of, from the network inwards; empty for the network. See here.ts. */
  readonly open: readonly OpenBlock[];
  /** Places of layers of blocks that no file tells, by block. */
  readonly layouts: Readonly<Record<string, Readonly<Record<string, Point>>>>;
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
  /** Goes into a block or, with a shorter path, out of one; `layout` are places for its layers. */
  enter(open: readonly OpenBlock[], layout?: Readonly<Record<string, Point>>): void;
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
  open: [],
  layouts: {},
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
    const { open } = state;
    const selection = options.select
      ? new Set(options.select)
      : followRenames(state.selection, edits, placeIn(document, open));
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

  enter(open, layout) {
    const { layouts } = get();
    const block = open[open.length - 1]?.block;
    set({
      open,
      selection: nothing,
      selectedParts: nothing,
      ...(layout && block !== undefined ? { layouts: { ...layouts, [block]: layout } } : {}),
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
      history: EMPTY_HISTORY,
      savedStep: origin.isUnsaved ? undefined : null,
      selection: nothing,
      selectedParts: nothing,
      open: [],
      layouts: {},
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
  const open = stillOpen(change.edit.document, state.open);
  const { nodes } = placeIn(change.edit.document, open);
  return {
    ...afterChange(state, change),
    open: open.length === state.open.length ? state.open : open,
    selection: new Set([...state.selection].filter(name => Object.hasOwn(nodes, name))),
    selectedParts: nothing,
  };
}

/** Where the user is: the innermost open block, or the network. */
function placeIn(
  document: NetloomDocument,
  open: readonly OpenBlock[],
): { readonly nodes: Readonly<Record<string, DocumentNode>> } {
  return document.blocks?.[open[open.length - 1]?.block ?? ''] ?? document;
}

/** The blocks of a path that a document still has. */
function stillOpen(document: NetloomDocument, open: readonly OpenBlock[]): readonly OpenBlock[] {
  let { nodes } = document;
  for (const [depth, { node, block }] of open.entries()) {
    const content = document.blocks?.[block];
    if (nodes[node]?.type !== `block:${block}` || !content) return open.slice(0, depth);
    nodes = content.nodes;
  }
  return open;
}
