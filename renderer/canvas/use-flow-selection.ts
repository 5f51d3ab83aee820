import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useCallback, useMemo } from 'react';
import { useEditor } from '../state/editor-store.ts';
import { here, useHere } from '../state/here.ts';
import type { FlowEdge, FlowNode } from './flow-types.ts';

/** Keeps React Flow's selection and the store's the same; the store's counts. */
export function useFlowSelection() {
  const nodes = useHere(state => state.selection);
  const parts = useHere(state => state.selectedParts);
  const selected = useMemo(() => ({ nodes, parts }), [nodes, parts]);
  const onSelectionChanges = useCallback((changes: readonly NodeChange<FlowNode>[]) => apply(changes), []);
  const onEdgesChange = useCallback((changes: readonly EdgeChange<FlowEdge>[]) => apply(changes), []);
  return { selected, onSelectionChanges, onEdgesChange };
}

function apply(changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]): void {
  const { selection, selectedParts } = here();
  const nodes = new Set(selection);
  const parts = new Set(selectedParts);
  for (const change of changes) {
    if (change.type !== 'select') continue;
    // Wires, frames and notes have a colon in their name, layers never.
    const into = change.id.includes(':') ? parts : nodes;
    if (change.selected) into.add(change.id);
    else into.delete(change.id);
  }
  if (!same(nodes, selection) || !same(parts, selectedParts))
    useEditor.setState({ selection: nodes, selectedParts: parts });
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(entry => b.has(entry));
}
