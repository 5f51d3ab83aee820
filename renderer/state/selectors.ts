import { useShallow } from 'zustand/react/shallow';
import type { Problem } from '../../shared/document/problem.ts';
import type { DocumentNode } from '../../shared/document/schema.ts';
import { allProblems, type Inference, type NodeInference } from '../../shared/inference/infer.ts';
import { useEditor } from './editor-store.ts';
import { useHere } from './here.ts';
import { problemsAt, useProblemStore } from './problem-store.ts';

/** What is inferred of one node; re-renders only when that changes. Undefined for a bypassed node or a block. */
export function useNodeInference(name: string): NodeInference | undefined {
  return useHere(state => state.inference.nodes.get(name));
}

/** One node of the document; undefined when it does not exist. */
export function useDocumentNode(name: string): DocumentNode | undefined {
  return useHere(state =>
    Object.hasOwn(state.document.nodes, name) ? state.document.nodes[name] : undefined,
  );
}

/** The names of the selected nodes. */
export function useSelection(): readonly string[] {
  return useEditor(useShallow(state => [...state.selection]));
}

let known: { readonly inference: Inference; readonly problems: readonly Problem[] } | null = null;

/** All problems of an inference, gathered once. */
export function problemsOf(inference: Inference): readonly Problem[] {
  if (known?.inference !== inference) known = { inference, problems: allProblems(inference) };
  return known.problems;
}

/** All problems of the open document, with the findings of the rules. */
export function useProblems(): readonly Problem[] {
  return useProblemStore(state => state.problems);
}

/** The problems of one layer. */
export function useLayerProblems(name: string): readonly Problem[] {
  const prefix = useEditor(({ open }) => open[open.length - 1]?.prefix ?? '');
  return useProblemStore(state => problemsAt(state, prefix + name));
}
