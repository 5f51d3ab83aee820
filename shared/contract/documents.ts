import { z } from 'zod';
import { method } from './protocol.ts';

/** A file's identity on disk when it was read or written, to notice a change by another program. */
export const fileStampSchema = z.strictObject({ size: z.number(), modified: z.number(), sha256: z.string() });
export type FileStamp = z.infer<typeof fileStampSchema>;

/** A document as read from disk. */
export const openedDocumentSchema = z.strictObject({
  path: z.string(),
  text: z.string(),
  stamp: fileStampSchema,
});
export type OpenedDocument = z.infer<typeof openedDocumentSchema>;

/** Unsaved work left over from a window that is gone. */
export const recoverySchema = z.strictObject({
  id: z.string(),
  /** Null for a document that was never saved. */
  path: z.string().nullable(),
  name: z.string(),
  layers: z.number().int(),
  /** Milliseconds since 1970 of the last edit kept. */
  time: z.number(),
  /** Whether the file was written after that edit, and with another content. */
  isOlderThanFile: z.boolean(),
});
export type Recovery = z.infer<typeof recoverySchema>;

/** An entry of the served window's file picker. */
export const folderEntrySchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  isFolder: z.boolean(),
  modified: z.number(),
  size: z.number(),
});

/** Opening, saving, recent files, the crash journal. Texts are documents in their file form. */
export const DOCUMENT_METHODS = {
  'documents.open': method(z.strictObject({ path: z.string() }), openedDocumentSchema),
  /**
   * Saves atomically. `expected` is the stamp the window knows; when the file on disk differs the call fails with the code
   * `documents.changed-on-disk`, unless `overwrite`.
   */
  'documents.save': method(
    z.strictObject({
      path: z.string(),
      text: z.string(),
      expected: fileStampSchema.nullable(),
      overwrite: z.boolean(),
      /** The window's session: its journal then knows of the saving, whatever crashes before it is forgotten. */
      session: z.string().nullable().default(null),
    }),
    z.strictObject({ path: z.string(), stamp: fileStampSchema }),
  ),
  'documents.recent': method(
    z.strictObject({}),
    z.array(z.strictObject({ path: z.string(), name: z.string(), time: z.number(), exists: z.boolean() })),
  ),
  /** Keeps the text as the newest state of the open document `session` (a random name chosen by the window). */
  'documents.journal': method(
    z.strictObject({
      session: z.string(),
      path: z.string().nullable(),
      /** The file as the window last read or wrote it: recovered work is saved over that content without asking. */
      stamp: fileStampSchema.nullable().default(null),
      name: z.string(),
      layers: z.number(),
      text: z.string(),
    }),
    z.strictObject({ time: z.number() }),
  ),
  /** Forgets the journal of a session: the document was saved, or closed on purpose. */
  'documents.forget': method(z.strictObject({ session: z.string() }), z.strictObject({})),
  'documents.recoveries': method(z.strictObject({}), z.array(recoverySchema)),
  'documents.recover': method(
    z.strictObject({ id: z.string() }),
    z.strictObject({ path: z.string().nullable(), stamp: fileStampSchema.nullable(), text: z.string() }),
  ),
  'documents.discard': method(z.strictObject({ id: z.string() }), z.strictObject({})),
  /** Files below the served root (served window) or any folder (desktop). Empty path: the root. */
  'documents.folder': method(
    z.strictObject({ path: z.string() }),
    z.strictObject({ path: z.string(), parent: z.string().nullable(), entries: z.array(folderEntrySchema) }),
  ),
} as const;

/** Events: `documents.changed` {path, stamp | null}: an open file was changed or removed by another program. */
export const documentChangedSchema = z.strictObject({ path: z.string(), stamp: fileStampSchema.nullable() });
