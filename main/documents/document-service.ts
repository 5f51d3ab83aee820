import path from 'node:path';
import type { DOCUMENT_METHODS } from '../../shared/contract/documents.ts';
import type { Handlers } from '../../shared/contract/protocol.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import type { FileAccess } from './file-access.ts';
import { readStamped } from './file-stamp.ts';
import { Journal } from './journal.ts';
import { RecentFiles } from './recent-files.ts';
import { saveFile } from './save-file.ts';
import { WatchedFiles } from './watched-files.ts';

/** What the document service needs from its surroundings. */
export interface DocumentServiceOptions {
  readonly access: FileAccess;
  /** The user's data folder. */
  readonly dataFolder: string;
  /** Tells every window an event. */
  emit(event: string, data: unknown): void;
}

/** The service's document methods with the hooks that the connection needs. */
export interface DocumentService {
  readonly handlers: Handlers<typeof DOCUMENT_METHODS>;
  /** A window's session has gone away. */
  sessionGone(session: string): void;
  close(): void;
}

/** Opens, saves, remembers and recovers documents. */
export function createDocumentService({ access, dataFolder, emit }: DocumentServiceOptions): DocumentService {
  const journal = new Journal(dataFolder);
  const recent = new RecentFiles(dataFolder);
  const watched = new WatchedFiles((file, stamp) => emit('documents.changed', { path: file, stamp }));
  const remember = (file: string, name: string) =>
    recent.add(file, name).catch(() => {
      // The list of recent files is a convenience; opening and saving succeed without it.
    });
  return {
    handlers: {
      'documents.open': async ({ path: requested }) => {
        const file = await access.resolve(requested);
        const { text, stamp } = await readStamped(file);
        const { name } = parseDocument(text);
        watched.watch(file, stamp);
        await remember(file, name);
        return { path: file, text, stamp };
      },
      'documents.save': async ({ path: requested, text, expected, overwrite, session }) => {
        const file = await access.resolve(requested);
        const { name } = parseDocument(text);
        // Saving succeeds without it: an entry too many is offered after a crash.
        if (session !== null) await journal.saving(session, file, text).catch(() => undefined);
        const stamp = await saveFile(file, text, { expected, overwrite, keepBackup: true });
        watched.watch(file, stamp);
        await remember(file, name);
        return { path: file, stamp };
      },
      'documents.recent': () => recent.list(),
      'documents.journal': async state => ({ time: await journal.keep(state) }),
      'documents.forget': async ({ session }) => {
        await journal.forget(session);
        return {};
      },
      'documents.recoveries': () => journal.recoveries(),
      'documents.recover': ({ id }) => journal.recover(id),
      'documents.discard': async ({ id }) => {
        await journal.forget(id);
        return {};
      },
      'documents.folder': async ({ path: requested }) => {
        const listing = await access.folder(requested);
        return { ...listing, path: path.normalize(listing.path) };
      },
    },
    sessionGone: session => journal.disconnected(session),
    close: () => watched.close(),
  };
}
