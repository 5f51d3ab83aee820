import { blockName } from '../../shared/document/graph.ts';
import type { DocumentBlock, NetloomDocument, Point } from '../../shared/document/schema.ts';
import type { Value } from '../../shared/document/value.ts';
import type { Inference, NodeInference } from '../../shared/inference/infer.ts';
import { layerType } from '../../shared/layers/registry.ts';
import { type EditorState, type OpenBlock, useEditor } from './editor-store.ts';

/** What is inferred of what the canvas shows; inside a block also of its inputs, which are no layers of the network. */
export interface InferenceHere extends Inference {
  readonly entries?: ReadonlyMap<string, Value>;
}

/**
 * The editor as the canvas and the inspector see it: inside an open block, its layers stand for the document, and edits change the
 * inside of the block. Outside of blocks it is the editor itself.
 */
export type Here = Omit<EditorState, 'inference'> & { readonly inference: InferenceHere };

let known: { readonly state: EditorState; readonly here: Here } | null = null;

/** Reads the editor where the user is. */
export function here(): Here {
  return hereOf(useEditor.getState());
}

/** Subscribes to the editor where the user is. */
export function useHere<T>(select: (state: Here) => T): T {
  return useEditor(state => select(hereOf(state)));
}

/** The editor of a state where the user is. */
export function hereOf(state: EditorState): Here {
  const open = state.open[state.open.length - 1];
  const block = open && state.document.blocks?.[open.block];
  if (!open || !block) return state;
  if (known?.state === state) return known.here;
  const made: Here = {
    ...state,
    document: documentOf(state.document, block, open, state.layouts[open.block]),
    inference: inferenceOf(state, open, block),
    edit: (title, edits, options) => state.edit(title, inBlock(state, open, block, edits), options),
  };
  known = { state, here: made };
  return made;
}

interface Kept<K, V> {
  readonly key: K;
  readonly value: V;
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

let keptDocument: Kept<readonly unknown[], NetloomDocument> | null = null;

function documentOf(
  document: NetloomDocument,
  block: DocumentBlock,
  { block: name }: OpenBlock,
  layout: Readonly<Record<string, Point>> = {},
): NetloomDocument {
  const key = [document.blocks, block, layout, name];
  if (keptDocument && same(keptDocument.key, key)) return keptDocument.value;
  const { format, version, blocks } = document;
  const value: NetloomDocument = {
    format,
    version,
    name: document.name,
    nodes: block.nodes,
    edges: block.edges,
    outputs: block.outputs,
    ...(blocks ? { blocks } : {}),
    positions: { ...layout, ...block.positions },
  };
  keptDocument = { key, value };
  return value;
}

let keptInference: Kept<readonly unknown[], InferenceHere> | null = null;

function inferenceOf(
  { inference, document, open: path }: EditorState,
  open: OpenBlock,
  block: DocumentBlock,
) {
  const key = [inference, document, open.prefix, block];
  if (keptInference && same(keptInference.key, key)) return keptInference.value;
  const nodes = new Map<string, NodeInference>();
  for (const [name, node] of inference.nodes)
    if (name.startsWith(open.prefix)) nodes.set(name.slice(open.prefix.length), node);
  const value = { ...inference, nodes, entries: entriesOf(inference, document, path) };
  keptInference = { key, value };
  return value;
}

/** What comes in at the inputs of the open block: what a layer inside gets from them. */
function entriesOf(
  inference: Inference,
  document: NetloomDocument,
  path: readonly OpenBlock[],
): ReadonlyMap<string, Value> {
  const entries = new Map<string, Value>();
  const open = path[path.length - 1];
  const block = open && document.blocks?.[open.block];
  if (!open || !block) return entries;
  for (const wire of block.edges) {
    if (!block.inputs.includes(wire.from) || entries.has(wire.from)) continue;
    const source = inference.graph.nodes.get(open.prefix + wire.to)?.inputs[wire.toPort ?? 0];
    const value = source && inference.nodes.get(source.node)?.outputs[source.port];
    if (value) entries.set(wire.from, value);
  }
  return entries;
}

/** The edits as edits of the block; an input that is added becomes a port, and places that were only laid out are kept. */
function inBlock(
  state: EditorState,
  open: OpenBlock,
  block: DocumentBlock,
  edits: Parameters<EditorState['edit']>[1],
): Parameters<EditorState['edit']>[1] {
  const layout = state.layouts[open.block];
  const unplaced = Object.entries(layout ?? {}).filter(
    ([name]) => Object.hasOwn(block.nodes, name) && !Object.hasOwn(block.positions ?? {}, name),
  );
  const added = edits.flatMap(edit =>
    edit.kind === 'addNode' && layerType(edit.node.type)?.traits.isInput ? [edit.name] : [],
  );
  return [
    ...(unplaced.length > 0
      ? [{ kind: 'moveNodes', block: open.block, positions: Object.fromEntries(unplaced) } as const]
      : []),
    ...edits.map(edit => (OF_NETWORK.has(edit.kind) ? edit : { ...edit, block: open.block })),
    ...(added.length > 0
      ? [{ kind: 'setInputs', block: open.block, inputs: [...block.inputs, ...added] } as const]
      : []),
  ];
}

/** Edits of what a block does not have. */
const OF_NETWORK: ReadonlySet<string> = new Set([
  'setName',
  'setDescription',
  'setFrames',
  'setNotes',
  'setTraining',
  'setBlock',
]);

/** The step into a node that stands for a block, seen from where the user is; null for a layer. */
export function stepInto(state: Here, name: string): OpenBlock | null {
  const node = Object.hasOwn(state.document.nodes, name) ? state.document.nodes[name] : undefined;
  const block = node && blockName(node.type);
  if (!node || !block || !Object.hasOwn(state.document.blocks ?? {}, block)) return null;
  const before = state.open[state.open.length - 1]?.prefix ?? '';
  const inner = (node.repeat ?? 1) > 1 ? '.1.' : '.';
  return { node: name, block, prefix: `${before}${name}${inner}` };
}
