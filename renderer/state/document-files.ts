import { ServiceError } from '../../shared/contract/protocol.ts';
import { emptyDocument, type NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import { layOut } from '../canvas/lay-out.ts';
import { type Origin, useEditor } from './editor-store.ts';
import { adoptImportedRun } from './imported-run.ts';
import { JOURNAL_SESSION } from './journal.ts';
import { nameInFile, UNTITLED } from './name-of-file.ts';
import { tell } from './notices.ts';
import { ask, chooseFile } from './requests.ts';
import { call, sentenceOf } from './service.ts';

/**
 * Opens a document that is not a file yet (a template, an empty one), after asking about unsaved work.
 *
 * @returns whether it was opened
 */
export async function openUntitled(document: NetloomDocument): Promise<boolean> {
  if (!(await mayLeaveDocument())) return false;
  await loadPlaced(document, { path: null, stamp: null });
  return true;
}

/** Loads a document; one whose layers have no places yet (made by hand or by another program) is laid out first. */
export async function loadPlaced(document: NetloomDocument, origin: Origin): Promise<void> {
  const { load } = useEditor.getState();
  if (Object.keys(document.nodes).every(name => Object.hasOwn(document.positions, name))) {
    load(document, origin);
    return;
  }
  const positions = await layOut(document).catch((error: unknown) => {
    tell(sentenceOf(error), 'error');
    return document.positions;
  });
  load({ ...document, positions }, origin);
}

/** Opens an empty document, after asking about unsaved work. */
export function newDocument(): Promise<boolean> {
  return openUntitled(emptyDocument(UNTITLED));
}

/**
 * Saves the document; without a path (or with `asNew`) the user chooses one. A file that another program changed is not
 * overwritten without asking. A document without a name of its own takes that of a newly chosen file.
 *
 * @returns whether it was saved
 */
export async function saveDocument(asNew = false): Promise<boolean> {
  const { document, path, stamp } = useEditor.getState();
  const known = asNew ? null : path;
  const target =
    known ??
    (await chooseFile({
      mode: 'save',
      title: 'Save the network',
      kinds: ['netloom'],
      suggestedName: `${document.name}.netloom`,
    }));
  if (target === null) return false;
  return write(target, document, target === path ? stamp : null, known === null);
}

async function write(
  path: string,
  document: NetloomDocument,
  expected: ReturnType<typeof useEditor.getState>['stamp'],
  overwrite: boolean,
): Promise<boolean> {
  const name = nameInFile(document.name, useEditor.getState().path, path);
  const written = name === document.name ? document : { ...document, name };
  try {
    const saved = await call('documents.save', {
      path,
      text: serializeDocument(written),
      expected,
      overwrite,
      session: JOURNAL_SESSION,
    });
    const isUnchanged = useEditor.getState().document === document;
    if (written !== document)
      useEditor.getState().edit(`Rename the network to ${name}`, [{ kind: 'setName', name }]);
    const { document: now, markSaved } = useEditor.getState();
    await adoptImportedRun(saved.path);
    markSaved(isUnchanged ? now : written, saved.path, saved.stamp);
    tell(`Saved ${saved.path}`);
    return true;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'documents.changed-on-disk') {
      const choice = await ask({
        title: 'The file was changed by another program',
        text: error.message,
        choices: [
          { id: 'keep', label: 'Do not save' },
          { id: 'copy', label: 'Save under another name' },
          { id: 'overwrite', label: 'Overwrite', tone: 'danger' },
        ],
      });
      if (choice === 'overwrite') return write(path, document, expected, true);
      return choice === 'copy' ? saveDocument(true) : false;
    }
    tell(`Not saved: ${sentenceOf(error)}`, 'error');
    return false;
  }
}

/**
 * Offers to save unsaved work before the document is left.
 *
 * @returns whether it may be left
 */
export async function mayLeaveDocument(): Promise<boolean> {
  const { isDirty, document } = useEditor.getState();
  if (!isDirty) return true;
  const choice = await ask({
    title: `Save the changes to ${document.name}?`,
    text: 'They are lost otherwise.',
    choices: [
      { id: 'cancel', label: 'Cancel' },
      { id: 'discard', label: 'Do not save', tone: 'danger' },
      { id: 'save', label: 'Save', tone: 'primary' },
    ],
  });
  if (choice === 'save') return saveDocument();
  if (choice === 'discard')
    call('documents.forget', { session: JOURNAL_SESSION }).catch(() => {
      // Offered again at the next start, then.
    });
  return choice === 'discard';
}

/**
 * Takes up unsaved work of a window that is gone; it counts as unsaved, and this window's journal holds it
 * before the old one is given up.
 *
 * @param id of `documents.recoveries`
 * @returns whether it was opened
 */
export async function recoverDocument(id: string): Promise<boolean> {
  try {
    const { path, stamp, text } = await call('documents.recover', { id });
    const document = parseDocument(text);
    useEditor.getState().load(document, { path, stamp, isUnsaved: true });
    const layers = Object.keys(document.nodes).length;
    await call('documents.journal', {
      session: JOURNAL_SESSION,
      path,
      stamp,
      name: document.name,
      layers,
      text,
    });
    await call('documents.discard', { id });
    return true;
  } catch (error) {
    tell(`The work could not be recovered: ${sentenceOf(error)}`, 'error');
    return false;
  }
}
