import { z } from 'zod';
import { formatShape } from '../document/value.ts';
import { formatCount } from '../layers/formatting.ts';
import { formatBytes, isChain, type Summary, type SummaryRow, shapeToJson } from './summary.ts';

/** The forms in which a summary is written. */
export const SUMMARY_FORMATS = ['text', 'json', 'csv', 'markdown', 'latex'] as const;
export type SummaryFormat = (typeof SUMMARY_FORMATS)[number];

const dims = z.array(z.union([z.number(), z.string(), z.null()])).nullable();

/** The JSON form of a summary: the command line's contract. */
export const summaryJsonSchema = z.strictObject({
  name: z.string(),
  layers: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      /** One list of extents (the batch null), or a list of such lists for several outputs. */
      outputShape: z.union([dims, z.array(dims)]),
      params: z.number().int(),
      trainableParams: z.number().int(),
      nonTrainableParams: z.number().int(),
      macs: z.number().nullable(),
      connectedTo: z.array(z.string()),
    }),
  ),
  totals: z.strictObject({
    params: z.number().int(),
    trainableParams: z.number().int(),
    nonTrainableParams: z.number().int(),
    macs: z.number().nullable(),
  }),
  problems: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      layer: z.string().nullable(),
      message: z.string(),
    }),
  ),
});
export type SummaryJson = z.infer<typeof summaryJsonSchema>;

/** The JSON form of a summary. */
export function summaryToJson(summary: Summary): SummaryJson {
  const { params, trainableParams, nonTrainableParams, macs } = summary.totals;
  return {
    name: summary.name,
    layers: summary.rows.map(row => ({
      name: row.name,
      type: row.type,
      outputShape:
        row.outputShapes.length === 1
          ? shapeToJson(row.outputShapes[0] ?? null)
          : row.outputShapes.map(shapeToJson),
      params: row.params,
      trainableParams: row.trainableParams,
      nonTrainableParams: row.nonTrainableParams,
      macs: row.macs,
      connectedTo: [...row.connectedTo],
    })),
    totals: { params, trainableParams, nonTrainableParams, macs },
    problems: summary.problems.map(({ code, severity, layer, message }) => ({
      code,
      severity,
      layer,
      message,
    })),
  };
}

/**
 * Writes a summary in a form.
 *
 * @param summary the summary
 * @param format text is Keras's look
 */
export function formatSummary(summary: Summary, format: SummaryFormat): string {
  switch (format) {
    case 'text':
      return summaryText(summary);
    case 'json':
      return `${JSON.stringify(summaryToJson(summary), null, 2)}\n`;
    case 'csv':
      return summaryCsv(summary);
    case 'markdown':
      return summaryMarkdown(summary);
    case 'latex':
      return summaryLatex(summary);
  }
}

interface Column {
  readonly title: string;
  readonly right: boolean;
  cell(row: SummaryRow): string;
}

const shapes = (row: SummaryRow) => row.outputShapes.map(formatShape).join(', ');
const count = (value: number | null) => (value === null ? '?' : formatCount(value));

function columns(
  summary: Summary,
  layerTitle: string,
  layer: (row: SummaryRow) => string,
): readonly Column[] {
  const list: Column[] = [
    { title: layerTitle, right: false, cell: layer },
    { title: 'Output Shape', right: false, cell: shapes },
    { title: 'Param #', right: true, cell: row => formatCount(row.params) },
    { title: 'Multiply-adds', right: true, cell: row => count(row.macs) },
  ];
  if (!isChain(summary))
    list.push({ title: 'Connected to', right: false, cell: row => row.connectedTo.join(', ') || '-' });
  return list;
}

/** The longest cell of a text table; what is longer is cut with an ellipsis, as Keras does. */
const MAX_CELL = 60;

function summaryText(summary: Summary): string {
  const list = columns(summary, 'Layer (type)', row => `${row.name} (${row.type})`);
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

function totalLines(summary: Summary): readonly (readonly [string, string])[] {
  const { params, trainableParams, nonTrainableParams, macs } = summary.totals;
  const sized = (value: number) => `${formatCount(value)} (${formatBytes(value * 4)})`;
  return [
    ['Total params', sized(params)],
    ['Trainable params', sized(trainableParams)],
    ['Non-trainable params', sized(nonTrainableParams)],
    ['Multiply-adds per sample', count(macs)],
  ];
}

function summaryCsv(summary: Summary): string {
  const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const head = [
    'layer',
    'type',
    'output_shape',
    'params',
    'trainable_params',
    'non_trainable_params',
    'multiply_adds',
    'connected_to',
  ];
  const rows = summary.rows.map(row => [
    row.name,
    row.type,
    shapes(row),
    String(row.params),
    String(row.trainableParams),
    String(row.nonTrainableParams),
    row.macs === null ? '' : String(row.macs),
    row.connectedTo.join(' '),
  ]);
  return `${[head, ...rows].map(row => row.map(quote).join(',')).join('\n')}\n`;
}

function summaryMarkdown(summary: Summary): string {
  const list = columns(summary, 'Layer (type)', row => `${row.name} (${row.type})`);
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

function summaryLatex(summary: Summary): string {
  const list = columns(summary, 'Layer (type)', row => `${row.name} (${row.type})`);
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
