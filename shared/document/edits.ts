import { enablePatches, Immer, type Patch } from 'immer';
import type { Json } from './json.ts';
import { renameRates } from './layer-rate-names.ts';
import type {
  DocumentBlock,
  DocumentEdge,
  DocumentNode,
  Frame,
  NetloomDocument,
  Note,
  Point,
  TrainingSettings,
} from './schema.ts';

enablePatches();

/** Documents are immutable by their types; freezing thousands of nodes after each edit would cost more than the edit. */
const immer = new Immer({ autoFreeze: false });

/**
 * One primitive change of a document, as plain data. Larger operations are lists of these (operations.ts, block-operations.ts). Edits of
 * nodes, wires and positions that name a `block` change the inside of that block instead of the network.
 */
export type DocumentEdit = PrimitiveEdit & { readonly block?: string };

type PrimitiveEdit =
  | {
      readonly kind: 'addNode';
      readonly name: string;
      readonly node: DocumentNode;
      readonly position?: Point;
    }
  | { readonly kind: 'removeNode'; readonly name: string }
  | { readonly kind: 'renameNode'; readonly name: string; readonly newName: string }
  | { readonly kind: 'replaceNode'; readonly name: string; readonly node: DocumentNode }
  | {
      readonly kind: 'setParameter';
      readonly name: string;
      readonly parameter: string;
      /** Undefined takes the parameter back to its default. */
      readonly value: Json | undefined;
    }
  | { readonly kind: 'connect'; readonly edge: DocumentEdge }
  | { readonly kind: 'disconnect'; readonly edge: DocumentEdge }
  /** Leads a wire through points, from source to target; none lets it find its own way again. */
  | { readonly kind: 'setVia'; readonly edge: DocumentEdge; readonly via: readonly Point[] }
  | { readonly kind: 'moveNodes'; readonly positions: Readonly<Record<string, Point>> }
  | { readonly kind: 'setName'; readonly name: string }
  /** An empty description is left out. */
  | { readonly kind: 'setDescription'; readonly description: string }
  /** Makes or replaces a block; undefined removes it. */
  | { readonly kind: 'setBlock'; readonly name: string; readonly content: DocumentBlock | undefined }
  /** The input ports of the block that the edit names, in order. */
  | { readonly kind: 'setInputs'; readonly inputs: readonly string[] }
  | { readonly kind: 'setOutputs'; readonly outputs: readonly string[] | undefined }
  | { readonly kind: 'setFrames'; readonly frames: readonly Frame[] }
  | { readonly kind: 'setNotes'; readonly notes: readonly Note[] }
  | { readonly kind: 'setTraining'; readonly training: TrainingSettings };

/** A document after an edit with the patches that lead there and back. */
export interface EditResult {
  readonly document: NetloomDocument;
  readonly patches: readonly Patch[];
  readonly inverse: readonly Patch[];
}

/** A mutable view for immer's recipes. */
type Draft<T> = Json extends T
  ? T
  : T extends readonly [unknown, ...unknown[]]
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T extends readonly (infer U)[]
      ? Draft<U>[]
      : T extends object
        ? { -readonly [K in keyof T]: Draft<T[K]> }
        : T;

/** Tells whether two wires join the same ports. */
export function sameEdge(a: DocumentEdge, b: DocumentEdge): boolean {
  return (
    a.from === b.from &&
    a.to === b.to &&
    (a.fromPort ?? 0) === (b.fromPort ?? 0) &&
    (a.toPort ?? 0) === (b.toPort ?? 0)
  );
}

/**
 * Applies primitive edits in order as one step.
 *
 * @param document the document before
 * @param edits what to do; an edit of a node that does not exist throws an Error with a sentence
 * @returns the new document (the same object when nothing changed) and its patches
 */
export function applyEdits(document: NetloomDocument, edits: readonly DocumentEdit[]): EditResult {
  const [first, second] = edits;
  if (first?.kind === 'setParameter' && first.block === undefined && !second) {
    const result = setOneParameter(document, first.name, first.parameter, first.value);
    if (result) return result;
  }
  const [next, patches, inverse] = immer.produceWithPatches(document, draft => {
    for (const edit of edits) applyOne(draft as Draft<NetloomDocument>, edit);
  });
  return { document: next, patches, inverse };
}

/** Carries out patches as {@link applyEdits} gave them (undo with `inverse`, redo with `patches`). */
export function applyDocumentPatches(document: NetloomDocument, patches: readonly Patch[]): NetloomDocument {
  return immer.applyPatches(document, patches);
}

/**
 * Sets one parameter to a plain value, with the same result and patches as by a draft: what typing and dragging in
 * the inspector does at every step, so it must not cost time with the size of the network.
 *
 * @returns null where the general way is needed
 */
function setOneParameter(
  document: NetloomDocument,
  name: string,
  parameter: string,
  value: Json | undefined,
): EditResult | null {
  const node = Object.hasOwn(document.nodes, name) ? document.nodes[name] : undefined;
  const before = node?.parameters;
  if (!node || value === undefined || typeof value === 'object') return null;
  const known = before && Object.hasOwn(before, parameter) ? before[parameter] : undefined;
  if (Object.is(known, value)) return { document, patches: [], inverse: [] };
  const changed = { ...node, parameters: { ...before, [parameter]: value } };
  const path = before ? ['nodes', name, 'parameters', parameter] : ['nodes', name, 'parameters'];
  return {
    document: { ...document, nodes: { ...document.nodes, [name]: changed } },
    patches: [
      before
        ? { op: known === undefined ? 'add' : 'replace', path, value }
        : { op: 'add', path, value: { [parameter]: value } },
    ],
    inverse: [known === undefined ? { op: 'remove', path } : { op: 'replace', path, value: known }],
  };
}

/** Where an edit works: the network, or the inside of a block. */
interface Place {
  /** Of the network; a block has none. */
  readonly name?: string | undefined;
  nodes: Record<string, Draft<DocumentNode>>;
  edges: Draft<DocumentEdge>[];
  positions?: Record<string, [number, number]> | undefined;
  outputs?: string[] | undefined;
  /** Of a block alone. */
  inputs?: string[] | undefined;
}

function placeOf(document: Draft<NetloomDocument>, edit: DocumentEdit): Place {
  if (edit.block === undefined) return document;
  const blocks = document.blocks ?? {};
  const block = Object.hasOwn(blocks, edit.block) ? blocks[edit.block] : undefined;
  if (!block) throw new Error(`There is no block named "${edit.block}" in "${document.name}".`);
  return block;
}

function existing(place: Place, name: string): Draft<DocumentNode> {
  const node = Object.hasOwn(place.nodes, name) ? place.nodes[name] : undefined;
  if (!node)
    throw new Error(`There is no layer named "${name}" in ${place.name ? `"${place.name}"` : 'this block'}.`);
  return node;
}

function applyOne(document: Draft<NetloomDocument>, edit: DocumentEdit): void {
  const place = placeOf(document, edit);
  switch (edit.kind) {
    case 'addNode':
      if (Object.hasOwn(place.nodes, edit.name))
        throw new Error(`There is already a layer named "${edit.name}".`);
      place.nodes[edit.name] = edit.node as Draft<DocumentNode>;
      if (edit.position) movePlaces(place, { [edit.name]: edit.position });
      return;
    case 'removeNode':
      removeNode(document, place, edit);
      return;
    case 'renameNode':
      renameNode(document, place, edit);
      return;
    case 'replaceNode':
      existing(place, edit.name);
      place.nodes[edit.name] = edit.node as Draft<DocumentNode>;
      return;
    case 'setParameter':
      setParameter(existing(place, edit.name), edit.parameter, edit.value);
      return;
    case 'connect':
      existing(place, edit.edge.from);
      existing(place, edit.edge.to);
      if (!place.edges.some(edge => sameEdge(edge, edit.edge)))
        place.edges.push({ ...edit.edge } as Draft<DocumentEdge>);
      return;
    case 'disconnect': {
      const index = place.edges.findIndex(edge => sameEdge(edge, edit.edge));
      if (index >= 0) place.edges.splice(index, 1);
      return;
    }
    case 'setVia':
      setVia(place, edit.edge, edit.via);
      return;
    case 'moveNodes':
      movePlaces(place, edit.positions);
      return;
    case 'setBlock':
      setBlock(document, edit.name, edit.content);
      return;
    case 'setInputs':
      if (place.inputs) place.inputs = [...edit.inputs];
      return;
    case 'setOutputs':
      if (edit.outputs) place.outputs = [...edit.outputs];
      else if (place.inputs) place.outputs = [];
      else delete place.outputs;
      return;
    case 'setName':
      document.name = edit.name;
      return;
    case 'setDescription':
      if (edit.description === '') delete document.description;
      else document.description = edit.description;
      return;
    case 'setFrames':
      document.frames = edit.frames as Draft<Frame>[];
      if (edit.frames.length === 0) delete document.frames;
      return;
    case 'setNotes':
      document.notes = edit.notes as Draft<Note>[];
      if (edit.notes.length === 0) delete document.notes;
      return;
    case 'setTraining':
      document.training = edit.training as Draft<TrainingSettings>;
      return;
  }
}

function setVia(place: Place, edge: DocumentEdge, via: readonly Point[]): void {
  const wire = place.edges.find(each => sameEdge(each, edge));
  if (!wire) return;
  if (via.length > 0) wire.via = via.map(([x, y]): [number, number] => [x, y]);
  else delete wire.via;
}

function movePlaces(place: Place, positions: Readonly<Record<string, Point>>): void {
  place.positions ??= {};
  for (const [name, position] of Object.entries(positions)) place.positions[name] = [...position];
}

function setBlock(document: Draft<NetloomDocument>, name: string, content: DocumentBlock | undefined): void {
  const blocks = document.blocks ?? {};
  if (content) blocks[name] = content as Draft<DocumentBlock>;
  else delete blocks[name];
  if (Object.keys(blocks).length > 0) document.blocks = blocks;
  else delete document.blocks;
}

function setParameter(node: Draft<DocumentNode>, parameter: string, value: Json | undefined): void {
  if (value === undefined) {
    if (!node.parameters) return;
    delete node.parameters[parameter];
    if (Object.keys(node.parameters).length === 0) delete node.parameters;
    return;
  }
  node.parameters ??= {};
  node.parameters[parameter] = value as Draft<Json>;
}

function removeNode(
  document: Draft<NetloomDocument>,
  place: Place,
  { name, block }: { readonly name: string; readonly block?: string },
): void {
  existing(place, name);
  delete place.nodes[name];
  delete place.positions?.[name];
  const edges = place.edges.filter(edge => edge.from !== name && edge.to !== name);
  if (edges.length !== place.edges.length) place.edges = edges;
  for (const other of Object.values(place.nodes)) if (other.weightsOf === name) delete other.weightsOf;
  if (block !== undefined) {
    removePort(document, place, name, block);
    renameRates(document, block, name, null);
    return;
  }
  const outputs = place.outputs?.filter(output => output !== name);
  if (outputs && outputs.length === 0) delete place.outputs;
  else if (outputs && outputs.length !== place.outputs?.length) place.outputs = outputs;
  if (document.training?.outputs) delete document.training.outputs[name];
  renameInData(document, name, null);
  renameRates(document, undefined, name, null);
  forgetInFile(document, name, null);
}

/** A layer that is gone or has a new name keeps its place among a file's inputs at most, not its name there. */
function forgetInFile(document: Draft<NetloomDocument>, name: string, newName: string | null): void {
  const { onnx } = document;
  if (!onnx) return;
  if (onnx.inputs?.includes(name))
    onnx.inputs = onnx.inputs.flatMap(input => (input === name ? (newName ?? []) : input));
  if (onnx.names && Object.hasOwn(onnx.names, name)) delete onnx.names[name];
}

/** A port goes with its node: wires to it go too, and those of later ports move up, wherever the block is used. */
function removePort(document: Draft<NetloomDocument>, place: Place, name: string, block: string): void {
  const [input, output] = [place.inputs?.indexOf(name) ?? -1, place.outputs?.indexOf(name) ?? -1];
  if (input >= 0) place.inputs?.splice(input, 1);
  if (output >= 0) place.outputs?.splice(output, 1);
  if (input < 0 && output < 0) return;
  for (const { nodes, edges } of [document, ...Object.values(document.blocks ?? {})]) {
    const uses = (node: string) => nodes[node]?.type === `block:${block}`;
    for (let i = edges.length - 1; i >= 0; i--) {
      const edge = edges[i];
      if (!edge) continue;
      const isGone =
        (input >= 0 && uses(edge.to) && (edge.toPort ?? 0) === input) ||
        (output >= 0 && uses(edge.from) && (edge.fromPort ?? 0) === output);
      if (isGone) {
        edges.splice(i, 1);
        continue;
      }
      if (input >= 0 && uses(edge.to) && (edge.toPort ?? 0) > input) {
        if (edge.toPort === 1) delete edge.toPort;
        else if (edge.toPort) edge.toPort -= 1;
      }
      if (output >= 0 && uses(edge.from) && (edge.fromPort ?? 0) > output) {
        if (edge.fromPort === 1) delete edge.fromPort;
        else if (edge.fromPort) edge.fromPort -= 1;
      }
    }
  }
}

function renameNode(
  document: Draft<NetloomDocument>,
  place: Place,
  { name, newName, block }: Extract<DocumentEdit, { kind: 'renameNode' }>,
): void {
  const node = existing(place, name);
  if (name === newName) return;
  if (Object.hasOwn(place.nodes, newName)) throw new Error(`There is already a layer named "${newName}".`);
  place.nodes[newName] = node;
  delete place.nodes[name];
  const position = place.positions?.[name];
  if (place.positions && position) place.positions[newName] = position;
  delete place.positions?.[name];
  for (const edge of place.edges) {
    if (edge.from === name) edge.from = newName;
    if (edge.to === name) edge.to = newName;
  }
  const renamed = (names: readonly string[]) => names.map(other => (other === name ? newName : other));
  if (place.outputs) place.outputs = renamed(place.outputs);
  if (place.inputs) place.inputs = renamed(place.inputs);
  for (const other of Object.values(place.nodes)) if (other.weightsOf === name) other.weightsOf = newName;
  renameRates(document, block, name, newName);
  if (place !== document) return;
  forgetInFile(document, name, newName);
  const training = document.training?.outputs;
  const settings = training?.[name];
  if (training && settings) {
    training[newName] = settings;
    delete training[name];
  }
  renameInData(document, name, newName);
}

/** What the settings of data say of an input or output goes with it. */
function renameInData(document: Draft<NetloomDocument>, name: string, newName: string | null): void {
  const data = document.training?.data;
  if (!data) return;
  const { columns, scaling } = data;
  if (columns?.[name]) data.columns = withKey(columns, name, newName);
  if (typeof scaling === 'object' && scaling[name]) data.scaling = withKey(scaling, name, newName);
}

/** Entries in their order, one of them under another key or left out. */
function withKey<T>(
  entries: Readonly<Record<string, T>>,
  key: string,
  newKey: string | null,
): Record<string, T> {
  const renamed = Object.entries(entries).flatMap(([own, value]) => {
    if (own !== key) return [[own, value] as const];
    return newKey === null ? [] : [[newKey, value] as const];
  });
  return Object.fromEntries(renamed);
}
