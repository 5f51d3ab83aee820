import type { ImportReport } from '../contract/imports.ts';

/** How many numbers an import brought, in words: the file's weights, and the constants of its computations that are kept beside them. */
export function weightsInWords({
  parameters,
  computed,
}: Pick<ImportReport, 'parameters' | 'computed'>): string {
  const constants =
    computed === 0
      ? ''
      : `, and ${computed.toLocaleString('en-US')} of constants that the file computes, kept as weights`;
  if (parameters === 0 && computed === 0) return 'no weights';
  return `${parameters.toLocaleString('en-US')} elements of weights${constants}`;
}
