/** A failure around a user's file: a stable code and a sentence. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  constructor(code: FileErrorCode, message: string) {
    super(message);
    this.name = 'FileError';
    this.code = code;
  }
}

/** What can go wrong with a file, each with its meaning. Codes are stable. */
export const FILE_ERROR_CODES = {
  'file.missing': 'There is no such file.',
  'file.folder': 'A folder stands where a file was expected, or the folder of a file does not exist.',
  'file.unreadable': 'The file cannot be read.',
  'file.unwritable': 'The file cannot be written.',
  'file.too-large': 'The file is too large.',
  'file.outside-root': 'The file lies outside the folder that is served.',
  'documents.changed-on-disk': 'Another program has changed the file since it was opened.',
  'documents.no-recovery': 'There is no unsaved work of this name any more.',
} as const;
export type FileErrorCode = keyof typeof FILE_ERROR_CODES;

/** The system's code of a failed file operation, e.g. `ENOENT`. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/**
 * Turns a system failure into a sentence.
 *
 * @param file the file concerned
 * @param error what the system threw
 * @param doing what was tried
 */
export function fileFailure(file: string, error: unknown, doing: 'read' | 'written'): FileError {
  if (error instanceof FileError) return error;
  const reason = systemCode(error);
  if (reason === 'ENOENT')
    return doing === 'read'
      ? new FileError('file.missing', `There is no file "${file}".`)
      : new FileError('file.folder', `The folder of "${file}" does not exist.`);
  if (reason === 'EISDIR') return new FileError('file.folder', `"${file}" is a folder; a file was expected.`);
  const code = doing === 'read' ? 'file.unreadable' : 'file.unwritable';
  return new FileError(code, `"${file}" cannot be ${doing}: ${systemReason(error)}.`);
}

/** Why the system refused a file operation, in words that go on after a colon; what is not known as the system says it. */
export function systemReason(error: unknown): string {
  const code = systemCode(error);
  return REASONS[code] ?? (error instanceof Error && code === 'undefined' ? error.message : code);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file stands where a folder should be',
  ENOSPC: 'the disk is full',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  EROFS: 'the disk is read-only',
  EDQUOT: 'the quota is used up',
};
