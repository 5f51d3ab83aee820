import { serializeDocument } from '../../shared/document/serialize.ts';
import { useEditor } from './editor-store.ts';
import { tell } from './notices.ts';
import { call, sentenceOf, useService } from './service.ts';

/** How long after an edit its text is sent at the latest, in milliseconds: under the promised second. */
const DELAY = 600;

/** This window's name in the journal; two windows never share one. */
export const JOURNAL_SESSION = randomName();

let timer: ReturnType<typeof setTimeout> | null = null;
/** Whether it was told that the journal cannot be written; with every edit would be too often. */
let isFailureTold = false;
let savedText: { readonly document: unknown; readonly text: string } | null = null;

/** Keeps the crash journal at most a second behind the document, and the dirty mark exact. */
export function startJournal(): void {
  useEditor.subscribe((state, before) => {
    if (state.document !== before.document) schedule();
    if (before.isDirty && !state.isDirty) forget();
  });
  // Work done while the service was away is sent as soon as it is back.
  useService.subscribe((state, before) => {
    if (state.connection === 'open' && before.connection !== 'open' && useEditor.getState().isDirty)
      schedule();
  });
  window.addEventListener('blur', flushJournal);
  window.addEventListener('pagehide', flushJournal);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flushJournal();
  });
}

/** Sends what the journal does not hold yet. */
export function flushJournal(): void {
  if (timer === null) return;
  clearTimeout(timer);
  timer = null;
  const { document, savedDocument, path, stamp, isDirty, setClean } = useEditor.getState();
  if (!isDirty) return;
  const text = serializeDocument(document);
  if (savedDocument && text === textOfSaved(savedDocument)) {
    setClean(document);
    return;
  }
  if (useService.getState().connection !== 'open') return;
  call('documents.journal', {
    session: JOURNAL_SESSION,
    path,
    stamp,
    name: document.name,
    layers: Object.keys(document.nodes).length,
    text,
  }).then(
    () => {
      isFailureTold = false;
    },
    (error: unknown) => {
      // Where the connection broke on the way it is sent again when it is back.
      if (isFailureTold || useService.getState().connection !== 'open') return;
      isFailureTold = true;
      tell(
        `Edits that are not saved would be lost in a crash. ${sentenceOf(error)} Save the document.`,
        'error',
      );
    },
  );
}

/** Starts the clock unless it runs: during continuous editing a text goes out every {@link DELAY} too. */
function schedule(): void {
  timer ??= setTimeout(flushJournal, DELAY);
}

function forget(): void {
  if (useService.getState().connection !== 'open') return;
  call('documents.forget', { session: JOURNAL_SESSION }).catch(() => {
    // An entry too many is offered at the next start; nothing is lost.
  });
}

function textOfSaved(document: Parameters<typeof serializeDocument>[0]): string {
  if (savedText?.document !== document) savedText = { document, text: serializeDocument(document) };
  return savedText.text;
}

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
