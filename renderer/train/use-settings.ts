import { useMemo } from 'react';
import { type CompleteTraining, completeTraining } from '../../shared/document/training-defaults.ts';
import type { NodeInference } from '../../shared/inference/infer.ts';
import { useEditor } from '../state/editor-store.ts';

/** The network's outputs in order. */
export function useOutputs(): readonly NodeInference[] {
  const inference = useEditor(state => state.inference);
  return useMemo(() => inference.graph.outputs.flatMap(name => inference.nodes.get(name) ?? []), [inference]);
}

/** The document's training settings with the defaults filled in. */
export function useSettings(): CompleteTraining {
  const document = useEditor(state => state.document);
  const outputs = useOutputs();
  return useMemo(() => completeTraining(document, outputs), [document, outputs]);
}
