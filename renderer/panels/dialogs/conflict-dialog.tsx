import { useEffect } from 'react';
import type { EventData } from '../../../shared/contract/service.ts';
import { useEditor } from '../../state/editor-store.ts';
import { tell } from '../../state/notices.ts';
import { openFile } from '../../state/open-file.ts';
import { ask } from '../../state/requests.ts';
import { onServiceEvent } from '../../state/service.ts';

/** Asks what to do when another program changes the open file. Shows nothing itself: the question dialog does. */
export function ConflictDialog() {
  useEffect(() => onServiceEvent('documents.changed', changed => void onChanged(changed)), []);
  return null;
}

async function onChanged({ path, stamp }: EventData<'documents.changed'>): Promise<void> {
  const { path: own, stamp: known, isDirty } = useEditor.getState();
  if (path !== own || stamp?.sha256 === known?.sha256) return;
  if (stamp === null) {
    tell(`${path} was removed by another program; saving writes it again.`, 'error');
    return;
  }
  const choice = await ask({
    title: 'The file was changed by another program',
    text: isDirty
      ? `${path} is no longer what was opened here, and there are unsaved changes in this window. Loading it drops them.`
      : `${path} is no longer what was opened here.`,
    choices: [
      { id: 'keep', label: 'Keep this version' },
      { id: 'load', label: 'Load from disk', tone: isDirty ? 'danger' : 'primary' },
    ],
  });
  if (choice !== 'load') return;
  // The user has just decided about the unsaved changes.
  useEditor.getState().setClean(useEditor.getState().document);
  await openFile(path);
}
