import { expect, it } from 'vitest';
import type { ImportEntry, ImportReport } from '../../../shared/contract/imports.ts';
import { countKinds, findEntries, headOf, reportText } from './report-model.ts';

const entries: readonly ImportEntry[] = [
  { kind: 'layer', source: 'Conv "features.0"', layers: ['features.0'], note: '' },
  { kind: 'folded', source: 'Shape "s"', layers: [], note: '' },
  { kind: 'operator', source: 'NonZero "nz"', layers: ['nz'], note: 'No layer computes this.' },
  { kind: 'layer', source: 'Relu "relu"', layers: ['relu'], note: '' },
];
const report: ImportReport = {
  format: 'onnx',
  producer: 'pytorch 2.15.0',
  opsets: { '': 17 },
  entries: [...entries],
  parameters: 1234,
  computed: 36_652,
  warnings: ['The file has no name.'],
};

it('what needs attention comes first, then the order of the file', () => {
  expect(findEntries(entries, '', null).map(({ source }) => source)).toEqual([
    'NonZero "nz"',
    'Conv "features.0"',
    'Relu "relu"',
    'Shape "s"',
  ]);
  expect(findEntries(entries, 'FEATURES conv', null)).toHaveLength(1);
  expect(findEntries(entries, '', 'layer')).toHaveLength(2);
  expect(countKinds(entries)).toMatchObject({ layer: 2, operator: 1, folded: 1, refused: 0 });
});

it('as text', () => {
  expect(headOf(report)).toBe('ONNX · pytorch 2.15.0 · operators ai.onnx 17');
  const text = reportText('a.onnx', report);
  expect(text).toContain('1,234 elements of weights, and 36,652 of constants that the file computes');
  expect(text.indexOf('! The file has no name.')).toBeLessThan(text.indexOf('NonZero'));
  expect(text).toContain('layer      Conv "features.0"  -> features.0');
});
