/** A file that is not a document; the message says what it is and what was expected. */
export class DocumentFormatError extends Error {
  /** Stable code, for the command line and the window. */
  readonly code:
    | 'document.empty'
    | 'document.foreign'
    | 'document.json'
    | 'document.version'
    | 'document.schema'
    | 'document.size';
  constructor(code: DocumentFormatError['code'], message: string) {
    super(message);
    this.name = 'DocumentFormatError';
    this.code = code;
  }
}
