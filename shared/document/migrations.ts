import { DocumentFormatError } from './document-format-error.ts';
import { DOCUMENT_VERSION } from './schema.ts';

/** One pure step from a version to the next; index 0 leads from version 1 to 2. */
const STEPS: readonly ((document: object) => object)[] = [
  // Version 2 may lead wires through points; what version 1 says means the same there.
  document => ({ ...document, version: 2 }),
];

/**
 * Brings a document of any known version to the present one.
 *
 * @param raw parsed JSON with `"format": "netloom"`
 * @throws DocumentFormatError for a version newer than this program or without a version
 */
export function migrate(raw: object): object {
  const version = 'version' in raw ? raw.version : undefined;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw new DocumentFormatError(
      'document.version',
      `The document's "version" must be a whole number from 1 to ${DOCUMENT_VERSION}; got ${JSON.stringify(version)}.`,
    );
  if (version > DOCUMENT_VERSION)
    throw new DocumentFormatError(
      'document.version',
      `The document has version ${version}, written by a newer Netloom; this one reads up to version ${DOCUMENT_VERSION}. Update Netloom to open it.`,
    );
  return STEPS.slice(version - 1).reduce((document, step) => step(document), raw);
}
