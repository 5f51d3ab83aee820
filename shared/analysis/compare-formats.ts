import { formatCount, formatLargeCount } from '../layers/formatting.ts';
import type { ComparedNetwork, Comparison } from './compare.ts';
import { formatBytes } from './summary.ts';

/** The forms in which a comparison is written. */
export const COMPARISON_FORMATS = ['text', 'json', 'csv', 'markdown'] as const;
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

/** A column of the comparison. */
export interface ComparisonColumn {
  readonly title: string;
  readonly key: keyof ComparedNetwork;
  readonly right: boolean;
  cell(network: ComparedNetwork): string;
}

const size = (value: number | null) => (value === null ? '?' : formatBytes(value));

/** What is compared, in this order. */
export const COMPARISON_COLUMNS: readonly ComparisonColumn[] = [
  { title: 'Network', key: 'name', right: false, cell: network => network.name },
  { title: 'Layers', key: 'layers', right: true, cell: network => formatCount(network.layers) },
  { title: 'Depth', key: 'depth', right: true, cell: network => formatCount(network.depth) },
  { title: 'Params', key: 'params', right: true, cell: network => formatCount(network.params) },
  {
    title: 'Trainable',
    key: 'trainableParams',
    right: true,
    cell: network => formatCount(network.trainableParams),
  },
  {
    title: 'Multiply-adds',
    key: 'macs',
    right: true,
    cell: network => (network.macs === null ? '?' : formatLargeCount(network.macs)),
  },
  { title: 'Weights', key: 'weightBytes', right: true, cell: network => size(network.weightBytes) },
  {
    title: 'Inference memory',
    key: 'inferenceBytes',
    right: true,
    cell: network => size(network.inferenceBytes),
  },
  {
    title: 'Training memory',
    key: 'trainingBytes',
    right: true,
    cell: network => size(network.trainingBytes),
  },
  {
    title: 'Receptive field',
    key: 'receptiveField',
    right: false,
    cell: network => network.receptiveField || '-',
  },
  { title: 'Errors', key: 'errors', right: true, cell: network => formatCount(network.errors) },
  { title: 'Warnings', key: 'warnings', right: true, cell: network => formatCount(network.warnings) },
];

/**
 * Writes a comparison in a form.
 *
 * @param comparison of networks
 * @param format of the text
 */
export function formatComparison({ networks }: Comparison, format: ComparisonFormat): string {
  const head = COMPARISON_COLUMNS.map(column => column.title);
  const cells = networks.map(network => COMPARISON_COLUMNS.map(column => column.cell(network)));
  switch (format) {
    case 'json':
      return `${JSON.stringify({ networks }, null, 2)}\n`;
    case 'csv': {
      const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
      const rows = networks.map(network =>
        ['file', ...COMPARISON_COLUMNS.map(({ key }) => key)].map(key =>
          quote(String(network[key as keyof ComparedNetwork] ?? '')),
        ),
      );
      return `${[['file', ...COMPARISON_COLUMNS.map(({ key }) => key)], ...rows].map(row => row.join(',')).join('\n')}\n`;
    }
    case 'markdown': {
      const line = (row: readonly string[]) =>
        `| ${row.map(text => text.replace(/\|/g, '\\|')).join(' | ')} |`;
      const rule = COMPARISON_COLUMNS.map(column => (column.right ? '---:' : '---'));
      return `${[head, rule, ...cells].map(line).join('\n')}\n`;
    }
    case 'text': {
      const widths = head.map((title, i) => Math.max(title.length, ...cells.map(row => row[i]?.length ?? 0)));
      const line = (row: readonly string[]) =>
        row
          .map((text, i) =>
            COMPARISON_COLUMNS[i]?.right ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0),
          )
          .join('  ')
          .trimEnd();
      return `${[line(head), widths.map(width => '─'.repeat(width)).join('  '), ...cells.map(line)].join('\n')}\n`;
    }
  }
}
