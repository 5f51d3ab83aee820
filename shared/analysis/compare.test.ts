import { expect, it } from 'vitest';
import { findTemplate } from '../templates/index.ts';
import { compareNetworks, comparisonSchema } from './compare.ts';
import { formatComparison } from './compare-formats.ts';
import { summarizeDocument } from './costs.ts';
import { formatSummary } from './summary-formats.ts';
import { summaryJsonSchema, summaryToJson } from './summary-json.ts';

function summaryOf(id: string, batch: number | null = null) {
  const document = findTemplate(id)?.build();
  if (!document) throw new Error(id);
  return summarizeDocument(document, { batch, precision: 'float32' });
}

const comparison = compareNetworks(
  ['lenet-5', 'vgg-16', 'resnet-34', 'densenet-121'].map(id => ({ file: id, summary: summaryOf(id) })),
);

it('depth and parameters are those of the papers: 5, 16, 34 and 121 layers with weights', () => {
  expect(comparison.networks.map(({ depth }) => depth)).toEqual([5, 16, 34, 121]);
  expect(comparison.networks.map(({ params }) => params)).toEqual([
    61_706, 138_357_544, 21_814_696, 8_062_504,
  ]);
  expect(comparisonSchema.parse(comparison)).toEqual(comparison);
});

it('writes a comparison as text, Markdown, CSV and JSON', () => {
  expect(formatComparison(comparison, 'text').split('\n')[2]).toMatch(/^lenet-5 +9 +5 +61,706/);
  expect(formatComparison(comparison, 'markdown')).toContain('| vgg-16 | 23 | 16 | 138,357,544 |');
  expect(formatComparison(comparison, 'csv').split('\n')[1]).toMatch(
    /^lenet-5,lenet-5,9,5,61706,61706,416520,/,
  );
  expect(comparisonSchema.parse(JSON.parse(formatComparison(comparison, 'json')))).toEqual(comparison);
});

it('a summary shows the columns asked for, and tells memory below the table', () => {
  const text = formatSummary(summaryOf('lenet-5', 2), 'text', ['macs-share', 'receptive-field']);
  // conv3: 240,000 of 416,520 multiply-adds.
  expect(text).toMatch(/conv3 \(Conv2D\) +│ +57\.6 % │ 14 × 14/);
  expect(text).toContain('Multiply-adds per batch of 2: 833,040');
  // At pool2: 2 · (28 · 28 · 6 + 14 · 14 · 6) · 4 bytes = 47,040 = 45.94 KB.
  expect(text).toContain('activations 45.94 KB (peak at pool2)');
  const csv = formatSummary(summaryOf('lenet-5'), 'csv', ['receptive-field', 'stride']);
  expect(csv.split('\n')[0]).toBe('layer,type,receptive_field,stride');
});

it('the JSON form keeps to its schema and the batch in its memory', () => {
  const json = summaryToJson(summaryOf('lenet-5', 2));
  expect(summaryJsonSchema.parse(json)).toEqual(json);
  expect(json.memory.inference.activations).toBe(47_040);
  expect(json.layers.find(({ name }) => name === 'pool4')?.receptiveField).toEqual([
    { size: 16, stride: 4, start: -2 },
    { size: 16, stride: 4, start: -2 },
  ]);
});
