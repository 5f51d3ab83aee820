import type { ImportEntry, ImportReport } from '../../../shared/contract/imports.ts';
import { weightsInWords } from '../../../shared/importers/weights-in-words.ts';

/** The kinds of entries in the order of a report: what to look at first. */
export const ENTRY_KINDS = ['refused', 'changed', 'operator', 'block', 'layer', 'folded'] as const;
export type EntryKind = ImportEntry['kind'];

/** What a kind means, in the words of the report. */
export const KIND_WORDS: Readonly<Record<EntryKind, { readonly short: string; readonly long: string }>> = {
  refused: { short: 'left out', long: 'Left out' },
  changed: { short: 'changed', long: 'Kept with a difference' },
  operator: { short: 'carried', long: 'Carried unchanged as operators' },
  block: { short: 'block', long: 'Became blocks' },
  layer: { short: 'layer', long: 'Became layers' },
  folded: { short: 'folded', long: 'Computed away' },
};

/** How many entries there are of each kind. */
export function countKinds(entries: readonly ImportEntry[]): Readonly<Record<EntryKind, number>> {
  const counts = { refused: 0, changed: 0, operator: 0, block: 0, layer: 0, folded: 0 };
  for (const { kind } of entries) counts[kind] += 1;
  return counts;
}

/** An entry with its place in the file. */
export type FoundEntry = ImportEntry & { readonly place: number };

/**
 * The entries that a search finds, what needs attention first, else in the order of the file.
 *
 * @param entries all
 * @param query words that must all occur in source, layers or note
 * @param kind only this kind; null for all
 */
export function findEntries(
  entries: readonly ImportEntry[],
  query: string,
  kind: EntryKind | null,
): readonly FoundEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (entry: ImportEntry) => ENTRY_KINDS.indexOf(entry.kind);
  return entries
    .map((entry, place) => ({ ...entry, place }))
    .filter(entry => {
      if (kind !== null && entry.kind !== kind) return false;
      const text = [entry.source, ...entry.layers, entry.note].join(' ').toLowerCase();
      return words.every(word => text.includes(word));
    })
    .sort((a, b) => rank(a) - rank(b) || a.place - b.place);
}

/** The line on the file itself: format, maker, operator sets. */
export function headOf({ format, producer, opsets }: ImportReport): string {
  const sets = Object.entries(opsets).map(([domain, version]) => `${domain || 'ai.onnx'} ${version}`);
  const names = {
    onnx: 'ONNX',
    keras: 'Keras',
    h5: 'Keras HDF5',
    'keras-config': 'Keras config',
    tfjs: 'TensorFlow.js',
  };
  return [names[format], producer, sets.length > 0 ? `operators ${sets.join(', ')}` : '']
    .filter(Boolean)
    .join(' · ');
}

/** The whole report as plain text, to be kept beside the file. */
export function reportText(file: string, report: ImportReport): string {
  const counts = countKinds(report.entries);
  const lines = [
    `Import of ${file}`,
    headOf(report),
    weightsInWords(report),
    ...ENTRY_KINDS.filter(kind => counts[kind] > 0).map(kind => `${KIND_WORDS[kind].long}: ${counts[kind]}`),
    '',
    ...report.warnings.map(warning => `! ${warning}`),
    ...(report.warnings.length > 0 ? [''] : []),
    ...findEntries(report.entries, '', null).map(({ kind, source, layers, note }) =>
      [KIND_WORDS[kind].short.padEnd(9), source, layers.length > 0 ? `-> ${layers.join(', ')}` : '', note]
        .filter(Boolean)
        .join('  '),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
