import { enablePatches, Immer, type Patch } from 'immer';
import type { Json } from './json.ts';
import type {
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

/** One primitive change of a document, as plain data. Larger operations are lists of these (operations.ts). */
export type DocumentEdit =
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
  | { readonly kind: 'moveNodes'; readonly positions: Readonly<Record<string, Point>> }
  | { readonly kind: 'setName'; readonly name: string }
  /** An empty description is left out. */
  | { readonly kind: 'setDescription'; readonly description: string }
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
  if (first?.kind === 'setParameter' && !second) {
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

function existing(document: Draft<NetloomDocument>, name: string): Draft<DocumentNode> {
  const node = Object.hasOwn(document.nodes, name) ? document.nodes[name] : undefined;
  if (!node) throw new Error(`There is no layer named "${name}" in "${document.name}".`);
  return node;
}

function applyOne(document: Draft<NetloomDocument>, edit: DocumentEdit): void {
  switch (edit.kind) {
    case 'addNode':
      if (Object.hasOwn(document.nodes, edit.name))
        throw new Error(`There is already a layer named "${edit.name}".`);
      document.nodes[edit.name] = edit.node as Draft<DocumentNode>;
      if (edit.position) document.positions[edit.name] = [...edit.position];
      return;
    case 'removeNode':
      removeNode(document, edit.name);
      return;
    case 'renameNode':
      renameNode(document, edit.name, edit.newName);
      return;
    case 'replaceNode':
      existing(document, edit.name);
      document.nodes[edit.name] = edit.node as Draft<DocumentNode>;
      return;
    case 'setParameter':
      setParameter(existing(document, edit.name), edit.parameter, edit.value);
      return;
    case 'connect':
      existing(document, edit.edge.from);
      existing(document, edit.edge.to);
      if (!document.edges.some(edge => sameEdge(edge, edit.edge))) document.edges.push({ ...edit.edge });
      return;
    case 'disconnect': {
      const index = document.edges.findIndex(edge => sameEdge(edge, edit.edge));
      if (index >= 0) document.edges.splice(index, 1);
      return;
    }
    case 'moveNodes':
      for (const [name, position] of Object.entries(edit.positions)) document.positions[name] = [...position];
      return;
    case 'setName':
      document.name = edit.name;
      return;
    case 'setDescription':
      if (edit.description === '') delete document.description;
      else document.description = edit.description;
      return;
    case 'setOutputs':
      if (edit.outputs) document.outputs = [...edit.outputs];
      else delete document.outputs;
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

function removeNode(document: Draft<NetloomDocument>, name: string): void {
  existing(document, name);
  delete document.nodes[name];
  delete document.positions[name];
  const edges = document.edges.filter(edge => edge.from !== name && edge.to !== name);
  if (edges.length !== document.edges.length) document.edges = edges;
  const outputs = document.outputs?.filter(output => output !== name);
  if (outputs && outputs.length === 0) delete document.outputs;
  else if (outputs && outputs.length !== document.outputs?.length) document.outputs = outputs;
  for (const other of Object.values(document.nodes)) if (other.weightsOf === name) delete other.weightsOf;
  if (document.training?.outputs) delete document.training.outputs[name];
}

function renameNode(document: Draft<NetloomDocument>, name: string, newName: string): void {
  const node = existing(document, name);
  if (name === newName) return;
  if (Object.hasOwn(document.nodes, newName)) throw new Error(`There is already a layer named "${newName}".`);
  document.nodes[newName] = node;
  delete document.nodes[name];
  const position = document.positions[name];
  if (position) document.positions[newName] = position;
  delete document.positions[name];
  for (const edge of document.edges) {
    if (edge.from === name) edge.from = newName;
    if (edge.to === name) edge.to = newName;
  }
  if (document.outputs)
    document.outputs = document.outputs.map(output => (output === name ? newName : output));
  for (const other of Object.values(document.nodes)) if (other.weightsOf === name) other.weightsOf = newName;
  const training = document.training?.outputs;
  const settings = training?.[name];
  if (training && settings) {
    training[newName] = settings;
    delete training[name];
  }
}
