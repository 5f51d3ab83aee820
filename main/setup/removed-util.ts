import util from 'node:util';

/**
 * Puts back the functions of Node's `util` that tfjs-node 4.22.0 calls and that Node took away in version 23. Does
 * nothing where they exist.
 */
export function restoreRemovedUtil(): void {
  const target: object = util;
  if (!('isNullOrUndefined' in target)) {
    Object.assign(target, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  if (!('isArray' in target)) Object.assign(target, { isArray: Array.isArray });
}
