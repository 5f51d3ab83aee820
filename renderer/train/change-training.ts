import type { TrainingSettings } from '../../shared/document/schema.ts';
import { useEditor } from '../state/editor-store.ts';
import { trainingEdit } from './training-edits.ts';

/**
 * Changes the document's training settings as one undo step.
 *
 * @param title what the user did, as Undo says it
 * @param change from the settings as they stand to the new ones
 */
export function changeTraining(
  title: string,
  change: (training: TrainingSettings) => TrainingSettings,
): void {
  const { document, edit } = useEditor.getState();
  edit(title, trainingEdit(change(document.training ?? {})));
}
