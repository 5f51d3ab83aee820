import { formatCount, formatLargeCount } from '../layers/formatting.ts';
import { type ColumnText, columnTexts, defaultColumns, type SummaryColumn } from './columns.ts';
import type { CostedSummary } from './costs.ts';
import { formatBytes } from './summary.ts';
import { summaryToJson } from './summary-json.ts';

/** The forms in which a summary is written. */
export const SUMMARY_FORMATS = ['text', 'json', 'csv', 'markdown', 'latex'] as const;
export type SummaryFormat = (typeof SUMMARY_FORMATS)[number];

/**
 * Writes a summary in a form.
 *
 * @param summary the summary
 * @param format text is Keras's look
 * @param columns which ones beside the layer; null for Keras's and the multiply-adds
 */
export function formatSummary(
  summary: CostedSummary,
  format: SummaryFormat,
  columns: readonly SummaryColumn[] | null = null,
): string {
  const list = [LAYER, ...columnTexts(summary, columns ?? defaultColumns(summary))];
  switch (format) {
    case 'text':
      return summaryText(summary, list);
    case 'json':
      return `${JSON.stringify(summaryToJson(summary), null, 2)}\n`;
    case 'csv':
      return summaryCsv(summary, columns);
    case 'markdown':
      return summaryMarkdown(summary, list);
    case 'latex':
      return summaryLatex(summary, list);
  }
}

const LAYER: ColumnText = {
  title: 'Layer (type)',
  key: 'layer',
  right: false,
  cell: row => `${row.name} (${row.type})`,
  plain: row => row.name,
};

/** The longest cell of a text table; what is longer is cut with an ellipsis, as Keras does. */
const MAX_CELL = 60;

function summaryText(summary: CostedSummary, list: readonly ColumnText[]): string {
  const cut = (text: string) => (text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text);
  const cells = summary.rows.map(row => list.map(column => cut(column.cell(row))));
  const widths = list.map((column, i) =>
    Math.max(column.title.length, ...cells.map(row => row[i]?.length ?? 0)),
  );
  const pad = (text: string, i: number, right: boolean) =>
    right ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0);
  const rule = (left: string, line: string, cross: string, right: string) =>
    left + widths.map(width => line.repeat(width + 2)).join(cross) + right;
  const body = (row: readonly string[], bar: string) =>
    `${bar} ${row.map((text, i) => pad(text, i, list[i]?.right ?? false)).join(` ${bar} `)} ${bar}`;
  const lines = [
    `Model: "${summary.name}"`,
    rule('┏', '━', '┳', '┓'),
    body(
      list.map(column => column.title),
      '┃',
    ),
    rule('┡', '━', '╇', '┩'),
    ...cells.flatMap((row, i) => (i === 0 ? [body(row, '│')] : [rule('├', '─', '┼', '┤'), body(row, '│')])),
    rule('└', '─', '┴', '┘'),
    ...totalLines(summary).map(([title, value]) => ` ${title}: ${value}`),
    ...summary.problems.map(problem => ` ${problem.severity}: ${problem.message} [${problem.code}]`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A title and a value for each sum below the table. */
export function totalLines(summary: CostedSummary): readonly (readonly [string, string])[] {
  const { params, trainableParams, nonTrainableParams, macs, bytes } = summary.totals;
  const { batch, precision, optimizer } = summary.options;
  const perParameter = params === 0 ? 0 : bytes / params;
  const sized = (value: number) => `${formatCount(value)} (${formatBytes(value * perParameter)})`;
  const size = (value: number | null) => (value === null ? '?' : formatBytes(value));
  const samples = batch === null || batch === 1 ? '1 sample' : `${formatCount(batch)} samples`;
  const { inference, training, torchinfo } = summary;
  const peak = inference.peakLayer === null ? '' : ` at ${inference.peakLayer}`;
  return [
    ['Total params', sized(params)],
    ['Trainable params', sized(trainableParams)],
    ['Non-trainable params', sized(nonTrainableParams)],
    [
      `Multiply-adds per ${batch === null || batch === 1 ? 'sample' : `batch of ${formatCount(batch)}`}`,
      macs === null ? '?' : formatCount(macs),
    ],
    [
      `Inference memory (${samples}, ${precision})`,
      `${size(inference.total)} = weights ${size(inference.weights)} + activations ${size(inference.activations)} (peak${peak})`,
    ],
    [
      `Training memory (${samples}, ${precision === 'int8' ? 'float32' : precision}, ${optimizer.name})`,
      `${size(training.total)} = weights ${size(training.weights)} + activations ${size(training.activations)} + gradients ${size(training.gradients)} + optimizer ${size(training.optimizer)}`,
    ],
    ...(torchinfo === null
      ? []
      : [
          [
            `By torchinfo's rules (${samples}, bias counted, MB = 10⁶ bytes)`,
            `mult-adds ${formatLargeCount(torchinfo.multiplyAdds)}, input ${megabytes(torchinfo.inputBytes)}, forward/backward ${megabytes(torchinfo.forwardBackwardBytes)}, params ${megabytes(torchinfo.paramsBytes)}, total ${megabytes(torchinfo.totalBytes)}`,
          ] as const,
        ]),
  ];
}

const megabytes = (value: number) => `${(value / 1e6).toFixed(2)} MB`;

function summaryCsv(summary: CostedSummary, columns: readonly SummaryColumn[] | null): string {
  const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const type: ColumnText = { ...LAYER, key: 'type', plain: row => row.type };
  const figure = (key: string, plain: ColumnText['plain']): ColumnText => ({ ...LAYER, key, plain });
  const list = columns
    ? [LAYER, type, ...columnTexts(summary, columns)]
    : [
        LAYER,
        type,
        ...columnTexts(summary, ['shape', 'params']),
        figure('trainable_params', row => String(row.trainableParams)),
        figure('non_trainable_params', row => String(row.nonTrainableParams)),
        ...columnTexts(summary, ['macs']),
        figure('connected_to', row => row.connectedTo.join(' ')),
      ];
  const rows = summary.rows.map(row => list.map(column => column.plain(row)));
  return `${[list.map(column => column.key), ...rows].map(row => row.map(quote).join(',')).join('\n')}\n`;
}

function summaryMarkdown(summary: CostedSummary, list: readonly ColumnText[]): string {
  const escaped = (text: string) => text.replace(/\|/g, '\\|');
  const line = (row: readonly string[]) => `| ${row.map(escaped).join(' | ')} |`;
  return [
    `**${summary.name}**`,
    '',
    line(list.map(column => column.title)),
    line(list.map(column => (column.right ? '---:' : '---'))),
    ...summary.rows.map(row => line(list.map(column => column.cell(row)))),
    '',
    ...totalLines(summary).map(([title, value]) => `- ${title}: ${value}`),
    '',
  ].join('\n');
}

function summaryLatex(summary: CostedSummary, list: readonly ColumnText[]): string {
  const escaped = (text: string) =>
    text.replace(/[\\&%$#_{}~^]/g, character => LATEX[character] ?? `\\${character}`);
  const line = (row: readonly string[]) => `${row.map(escaped).join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{${list.map(column => (column.right ? 'r' : 'l')).join('')}}`,
    '\\hline',
    line(list.map(column => column.title)),
    '\\hline',
    ...summary.rows.map(row => line(list.map(column => column.cell(row)))),
    '\\hline',
    ...totalLines(summary).map(
      ([title, value]) => `\\multicolumn{${list.length}}{l}{${escaped(title)}: ${escaped(value)}} \\\\`,
    ),
    '\\hline',
    '\\end{tabular}',
    '',
  ].join('\n');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};
