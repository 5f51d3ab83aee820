import type { DraftLayer, DraftPort } from '../draft.ts';
import { attentionMarks, chooseModules, commonScopes } from './module-scopes.ts';

/** Fewer layers are shown as they are. */
const FEWEST = 4;

/** Layers that become a block. */
export interface Group {
  /** The path of the module. */
  readonly scope: string;
  /** All its layers, in order. */
  readonly layers: readonly DraftLayer[];
  /** Blocks in it. */
  readonly groups: readonly Group[];
  /** What comes in. */
  readonly inputs: readonly DraftPort[];
  /** The layers that are read outside; they give out their first output alone. */
  readonly outputs: readonly DraftLayer[];
}

/** The wires of a network. */
interface Wires {
  readonly readers: ReadonlyMap<DraftLayer, readonly DraftLayer[]>;
  readonly scopes: ReadonlyMap<DraftLayer, readonly string[]>;
  /** What the network gives out. */
  readonly given: ReadonlySet<DraftLayer>;
}

/**
 * Finds the layers that become blocks: the modules around attentions, where no wire leaves one and comes back.
 *
 * @param layers in topological order
 * @param given the layers that the network gives out
 */
export function groupLayers(layers: readonly DraftLayer[], given: ReadonlySet<DraftLayer>): readonly Group[] {
  const readers = new Map<DraftLayer, DraftLayer[]>();
  for (const layer of layers)
    for (const { layer: from } of layer.inputs) {
      const list = readers.get(from);
      if (!list) readers.set(from, [layer]);
      else if (list.at(-1) !== layer) list.push(layer);
    }
  const marks = attentionMarks(layers, readers);
  if (marks.size === 0) return [];
  const scopes = new Map(layers.map(layer => [layer, layer.scopes]));
  // Constants stand where they are read, as does what is computed of them alone.
  for (const layer of [...layers].reverse()) {
    const own = readers.get(layer);
    if (layer.scopes.length === 0 && own && layer.type !== 'InputLayer')
      scopes.set(layer, commonScopes(own.map(reader => scopes.get(reader) ?? [])));
  }
  const chosen = chooseModules(marks, scopes);
  const wires: Wires = { readers, scopes, given };
  const outer = validGroups(layers, new Set(chosen.keys()), wires);
  return outer.map(group => {
    const inner = [...(chosen.get(group.scope) ?? [])];
    const groups = validGroups(group.layers, new Set(inner), wires);
    return { ...group, groups: groups.filter(({ outputs }) => outputs.length === 1) };
  });
}

function validGroups(
  layers: readonly DraftLayer[],
  modules: ReadonlySet<string>,
  wires: Wires,
): readonly Group[] {
  const members = new Map<string, DraftLayer[]>();
  const groupOf = new Map<DraftLayer, string>();
  for (const layer of layers) {
    const scope = wires.scopes.get(layer)?.find(each => modules.has(each));
    if (scope === undefined || layer.type === 'InputLayer') continue;
    groupOf.set(layer, scope);
    const list = members.get(scope);
    if (list) list.push(layer);
    else members.set(scope, [layer]);
  }
  const dissolve = (scope: string) => {
    for (const layer of members.get(scope) ?? []) groupOf.delete(layer);
    members.delete(scope);
  };
  for (const [scope, list] of members)
    if (list.length < FEWEST || list.length === layers.length) dissolve(scope);
  for (const layer of layers)
    for (const { layer: from, port } of layer.inputs) {
      const source = groupOf.get(from);
      if (port > 0 && source !== undefined && source !== groupOf.get(layer)) dissolve(source);
    }
  for (const scope of looped(layers, groupOf)) dissolve(scope);
  return [...members].map(([scope, list]) => ({
    scope,
    layers: list,
    groups: [],
    inputs: inputsOf(list),
    outputs: outputsOf(list, wires),
  }));
}

/** The groups that would feed themselves through others: with each group as one node the rest has no order. */
function looped(layers: readonly DraftLayer[], groupOf: ReadonlyMap<DraftLayer, string>): readonly string[] {
  type Unit = DraftLayer | string;
  const unitOf = (layer: DraftLayer): Unit => groupOf.get(layer) ?? layer;
  const own = new Set(layers);
  const open = new Map<Unit, number>();
  const next = new Map<Unit, Unit[]>();
  for (const layer of layers) {
    const unit = unitOf(layer);
    if (!open.has(unit)) open.set(unit, 0);
    for (const { layer: from } of layer.inputs) {
      const source = unitOf(from);
      if (source === unit || !own.has(from)) continue;
      open.set(unit, (open.get(unit) ?? 0) + 1);
      const list = next.get(source);
      if (list) list.push(unit);
      else next.set(source, [unit]);
    }
  }
  const ready = [...open].filter(([, count]) => count === 0).map(([unit]) => unit);
  for (let unit = ready.pop(); unit !== undefined; unit = ready.pop()) {
    open.delete(unit);
    for (const after of next.get(unit) ?? []) {
      const left = (open.get(after) ?? 0) - 1;
      open.set(after, left);
      if (left === 0) ready.push(after);
    }
  }
  // What stands behind a loop is no part of it.
  const behind = new Map<Unit, number>();
  const before = new Map<Unit, Unit[]>();
  for (const unit of open.keys()) {
    const after = (next.get(unit) ?? []).filter(each => open.has(each));
    behind.set(unit, after.length);
    for (const each of after) {
      const list = before.get(each);
      if (list) list.push(unit);
      else before.set(each, [unit]);
    }
  }
  const ends = [...behind].filter(([, count]) => count === 0).map(([unit]) => unit);
  for (let unit = ends.pop(); unit !== undefined; unit = ends.pop()) {
    behind.delete(unit);
    for (const each of before.get(unit) ?? []) {
      const left = (behind.get(each) ?? 0) - 1;
      behind.set(each, left);
      if (left === 0) ends.push(each);
    }
  }
  return [...behind.keys()].filter(unit => typeof unit === 'string');
}

function inputsOf(layers: readonly DraftLayer[]): readonly DraftPort[] {
  const own = new Set(layers);
  const found = new Map<DraftLayer, Set<number>>();
  const ports: DraftPort[] = [];
  for (const layer of layers)
    for (const input of layer.inputs) {
      const known = found.get(input.layer) ?? new Set();
      if (own.has(input.layer) || known.has(input.port)) continue;
      found.set(input.layer, known.add(input.port));
      ports.push(input);
    }
  return ports;
}

function outputsOf(layers: readonly DraftLayer[], { readers, given }: Wires): readonly DraftLayer[] {
  const own = new Set(layers);
  return layers.filter(layer => given.has(layer) || readers.get(layer)?.some(reader => !own.has(reader)));
}
