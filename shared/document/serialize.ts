import { z } from 'zod';
import { DocumentFormatError } from './document-format-error.ts';
import { buildGraph, compareNames } from './graph.ts';
import { migrate } from './migrations.ts';
import {
  type DocumentBlock,
  type DocumentEdge,
  type DocumentNode,
  documentSchema,
  type NetloomDocument,
} from './schema.ts';

/** The largest file that is read as a document, in characters; a network of 10,000 layers takes about 3 million. */
export const MAX_DOCUMENT_CHARACTERS = 64 * 1024 * 1024;

/** How deeply a document's JSON may nest. */
const MAX_DEPTH = 64;

/**
 * Reads a document: the only door. Older versions are brought up to date.
 *
 * @param text the file's content
 * @throws DocumentFormatError with a sentence when it is not a valid document
 */
export function parseDocument(text: string): NetloomDocument {
  refuseForeign(text);
  let raw: unknown;
  try {
    raw = JSON.parse(text, (key, value) => {
      if (key === '__proto__')
        throw new DocumentFormatError(
          'document.schema',
          'The file holds the key "__proto__", which no document has.',
        );
      return value;
    });
  } catch (error) {
    if (error instanceof DocumentFormatError) throw error;
    throw new DocumentFormatError(
      'document.json',
      `The file is not complete JSON (${error instanceof Error ? error.message : error}); it may be cut off or damaged.`,
    );
  }
  refuseDeep(raw);
  if (typeof raw !== 'object' || raw === null || !('format' in raw) || raw.format !== 'netloom')
    throw new DocumentFormatError(
      'document.schema',
      'The file is JSON but not a Netloom document: "format": "netloom" is missing.',
    );
  const parsed = documentSchema.safeParse(migrate(raw));
  if (!parsed.success)
    throw new DocumentFormatError(
      'document.schema',
      `The document is not valid: ${sentenceOf(parsed.error)}`,
    );
  return parsed.data as NetloomDocument;
}

function refuseForeign(text: string): void {
  if (text.trim() === '') throw new DocumentFormatError('document.empty', 'The file is empty.');
  if (text.length > MAX_DOCUMENT_CHARACTERS)
    throw new DocumentFormatError(
      'document.size',
      `The file has ${text.length} characters; a document has at most ${MAX_DOCUMENT_CHARACTERS}.`,
    );
  const start = text.slice(0, 200).trimStart();
  if (/^<(!doctype|html|\?xml)/i.test(start))
    throw new DocumentFormatError(
      'document.foreign',
      'The file is a web page (HTML or XML), not a Netloom document; perhaps a download page was saved.',
    );
  if (start.startsWith('version https://git-lfs'))
    throw new DocumentFormatError(
      'document.foreign',
      'The file is a Git LFS pointer; fetch the real file with "git lfs pull".',
    );
  if (!start.startsWith('{'))
    throw new DocumentFormatError(
      'document.foreign',
      'The file is not JSON, so it is not a Netloom document (.netloom).',
    );
}

function refuseDeep(root: unknown): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH)
      throw new DocumentFormatError('document.schema', `The document nests deeper than ${MAX_DEPTH} levels.`);
    level = level.flatMap(value => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

function sentenceOf(error: z.ZodError): string {
  const [first] = error.issues;
  if (!first) return z.prettifyError(error);
  const place = first.path.length > 0 ? `at ${first.path.join('.')}: ` : '';
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return `${place}${first.message}${more}.`;
}

/**
 * Writes a document in its canonical form: keys in fixed order, nodes in the order of the network, one node per line.
 * Equal documents give equal bytes, whatever edits led to them.
 *
 * @param document a valid document
 * @returns the file's text, ending in a newline
 */
export function serializeDocument(document: NetloomDocument): string {
  const lines: string[] = [];
  const put = (key: string, text: string) => lines.push(`  ${JSON.stringify(key)}: ${text}`);
  put('format', '"netloom"');
  put('version', String(document.version));
  put('name', JSON.stringify(document.name));
  if (document.description !== undefined) put('description', JSON.stringify(document.description));
  const order = nodeOrder(document);
  put(
    'nodes',
    linesOf(order, name => nodeText(document.nodes[name]), 2),
  );
  put('edges', edgesText(document.edges, order, 2));
  if (document.outputs) put('outputs', JSON.stringify(document.outputs));
  if (document.onnx) put('onnx', compact(document.onnx));
  const blocks = Object.entries(document.blocks ?? {}).sort(([a], [b]) => compareNames(a, b));
  if (blocks.length > 0)
    put(
      'blocks',
      `{\n${blocks.map(([name, block]) => `    ${JSON.stringify(name)}: ${blockText(block)}`).join(',\n')}\n  }`,
    );
  if (document.frames) put('frames', arrayText(document.frames));
  if (document.notes) put('notes', arrayText(document.notes));
  const placed = order.filter(name => Object.hasOwn(document.positions, name));
  put(
    'positions',
    linesOf(placed, name => compact(document.positions[name]), 2),
  );
  if (document.training) put('training', compact(document.training));
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** The document's nodes in the order of the network (blocks and bypassed nodes count as nodes). */
export function nodeOrder(document: NetloomDocument): readonly string[] {
  const plain = Object.fromEntries(Object.entries(document.nodes).map(([name]) => [name, { type: 'node' }]));
  const { blocks: _blocks, outputs: _outputs, ...rest } = document;
  return [...buildGraph({ ...rest, nodes: plain }).nodes.keys()];
}

const NODE_KEYS = [
  'type',
  'parameters',
  'weightsOf',
  'trainable',
  'bypass',
  'collapsed',
  'repeat',
  'shared',
] as const;

function nodeText(node: DocumentNode | undefined): string {
  const entries = NODE_KEYS.filter(key => node?.[key] !== undefined).map(
    key => `${JSON.stringify(key)}: ${compact(node?.[key])}`,
  );
  return `{ ${entries.join(', ')} }`;
}

function edgesText(edges: readonly DocumentEdge[], order: readonly string[], indent: number): string {
  const rank = new Map(order.map((name, i) => [name, i]));
  const key = (edge: DocumentEdge) => [
    rank.get(edge.to) ?? -1,
    edge.toPort ?? 0,
    rank.get(edge.from) ?? -1,
    edge.fromPort ?? 0,
  ];
  const sorted = [...edges].sort((a, b) => {
    const left = key(a);
    const right = key(b);
    const at = left.findIndex((value, i) => value !== right[i]);
    return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
  });
  const text = sorted.map(({ from, fromPort, to, toPort, via }) =>
    compact({ from, fromPort, to, toPort, via }),
  );
  const pad = ' '.repeat(indent);
  return text.length === 0 ? '[]' : `[\n${text.map(line => `${pad}  ${line}`).join(',\n')}\n${pad}]`;
}

function blockText(block: DocumentBlock): string {
  const order = Object.keys(block.nodes).sort(compareNames);
  const placed = order.filter(name => Object.hasOwn(block.positions ?? {}, name));
  return [
    '{',
    `      "inputs": ${JSON.stringify(block.inputs)},`,
    `      "outputs": ${JSON.stringify(block.outputs)},`,
    `      "nodes": ${linesOf(order, name => nodeText(block.nodes[name]), 6)},`,
    `      "edges": ${edgesText(block.edges, order, 6)}${placed.length > 0 ? ',' : ''}`,
    ...(placed.length > 0
      ? [`      "positions": ${linesOf(placed, name => compact(block.positions?.[name]), 6)}`]
      : []),
    '    }',
  ].join('\n');
}

function linesOf(names: readonly string[], text: (name: string) => string, indent: number): string {
  if (names.length === 0) return '{}';
  const pad = ' '.repeat(indent);
  return `{\n${names.map(name => `${pad}  ${JSON.stringify(name)}: ${text(name)}`).join(',\n')}\n${pad}}`;
}

function arrayText(items: readonly object[]): string {
  return `[\n${items.map(item => `    ${compact(item)}`).join(',\n')}\n  ]`;
}

/** JSON on one line with spaces; keys sorted, but for wires, which read from source to target. */
function compact(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (!('from' in value)) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${compact(entry)}`).join(', ')} }`;
}
