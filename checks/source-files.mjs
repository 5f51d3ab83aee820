import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Paths of files that git tracks or would track, relative to the root, filtered by a regular expression. */
export function trackedFiles(pattern) {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed.split('\n').filter(file => file !== '' && pattern.test(file) && existsAsFile(file));
}

function existsAsFile(file) {
  try {
    readFileSync(path.join(root, file));
    return true;
  } catch {
    return false;
  }
}

/** The text of a file of the repository. */
export function read(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Hand-written sources: TypeScript, scripts, styles. */
export function sources() {
  return trackedFiles(/\.(ts|tsx|mjs|css)$/).filter(
    file => !/\.generated\.ts$|(^|\/)(golden|fixtures)\//.test(file),
  );
}

/** A source with comments blanked out, so that a check reads code only. Strings are kept. */
export function withoutComments(text) {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (match, string) => string ?? match.replace(/[^\n]/g, ' '),
  );
}
