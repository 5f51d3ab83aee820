import { create } from 'zustand';
import { documentProblems } from '../../shared/analysis/lints/document-problems.ts';
import type { Problem } from '../../shared/document/problem.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { allProblems, type Inference } from '../../shared/inference/infer.ts';
import { useEditor } from './editor-store.ts';

/** Milliseconds without an edit after which the rules look at the network again: typing and dragging must not wait for them. */
const CALM = 120;

/** All problems of the open document: those of inference at once, the findings of the rules a moment after the last edit. */
export interface ProblemState {
  readonly problems: readonly Problem[];
  /** The same by layer. */
  readonly byLayer: ReadonlyMap<string, readonly Problem[]>;
}

/** Lists of problems keep their objects where nothing changed, so that a node is drawn again only for its own. */
function stateOf(problems: readonly Problem[], before: ProblemState | null = null): ProblemState {
  const byLayer = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.layer === null) continue;
    const list = byLayer.get(problem.layer);
    if (list) list.push(problem);
    else byLayer.set(problem.layer, [problem]);
  }
  const kept = new Map<string, readonly Problem[]>();
  for (const [layer, list] of byLayer) {
    const old = before?.byLayer.get(layer);
    kept.set(layer, old && sameProblems(old, list) ? old : list);
  }
  return { problems, byLayer: kept };
}

function sameProblems(a: readonly Problem[], b: readonly Problem[]): boolean {
  return (
    a.length === b.length &&
    a.every((problem, i) => problem.message === b[i]?.message && problem.fix?.title === b[i]?.fix?.title)
  );
}

/** The store of problems. It follows the editor by itself. */
export const useProblemStore = create<ProblemState>()(() => stateOf([]));

interface Looked {
  readonly inference: Inference;
  readonly training: NetloomDocument['training'];
  readonly outputs: NetloomDocument['outputs'];
}

let looked: Looked | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function isLooked({ inference, document }: { inference: Inference; document: NetloomDocument }): boolean {
  return (
    looked?.inference === inference &&
    looked.training === document.training &&
    looked.outputs === document.outputs
  );
}

function look(): void {
  const { document, inference } = useEditor.getState();
  looked = { inference, training: document.training, outputs: document.outputs };
  useProblemStore.setState(before => stateOf(documentProblems(document, inference), before));
}

useEditor.subscribe((state, before) => {
  if (isLooked(state)) return;
  // A document that was just opened is looked at whole; an edit keeps the findings of the last look until it is calm.
  if (state.loads !== before.loads) return look();
  if (state.inference !== before.inference) {
    const found = useProblemStore.getState().problems.filter(isFinding(before.inference));
    const nodes = state.inference.nodes;
    const kept = found.filter(({ layer }) => layer === null || nodes.has(layer));
    useProblemStore.setState(last => stateOf([...allProblems(state.inference), ...kept], last));
  }
  clearTimeout(timer);
  timer = setTimeout(look, CALM);
});

/** Tells findings of the rules from problems that inference knows. */
function isFinding(inference: Inference): (problem: Problem) => boolean {
  const known = new Set(allProblems(inference).map(({ code, layer }) => `${code} ${layer}`));
  return ({ code, layer }) => !known.has(`${code} ${layer}`);
}

look();

/** The problems of one layer. */
export function problemsAt(state: ProblemState, layer: string): readonly Problem[] {
  return state.byLayer.get(layer) ?? NONE;
}

const NONE: readonly Problem[] = [];
