import type { DraftLayer } from '../draft.ts';
import { safeName, UniqueNames } from '../names.ts';
import type { Group } from './group-layers.ts';

/** What the layers, inner blocks and inputs of a block are called in it. */
export interface InnerNames {
  readonly layers: ReadonlyMap<DraftLayer, string>;
  readonly groups: ReadonlyMap<Group, string>;
  /** By the order of the block's inputs. */
  readonly inputs: readonly string[];
}

/**
 * Names in a block, the same for blocks of the same form: a layer that has a module for itself is called after it, others after what
 * they are.
 *
 * @param group the block
 */
export function innerNames(group: Group): InnerNames {
  const unique = new UniqueNames();
  const inputs = group.inputs.map(() => unique.take('input'));
  const groups = new Map<Group, string>();
  const nested = new Set<DraftLayer>();
  for (const inner of group.groups) {
    groups.set(inner, unique.take(safeName(below(inner.scope, group.scope), 'block')));
    for (const layer of inner.layers) nested.add(layer);
  }
  const own = group.layers.filter(layer => !nested.has(layer));
  const counts = new Map<string, number>();
  for (const layer of own) {
    const module = moduleOf(layer, group);
    counts.set(module, (counts.get(module) ?? 0) + 1);
  }
  const layers = new Map<DraftLayer, string>();
  for (const layer of own) {
    const module = moduleOf(layer, group);
    const kind = kindOf(layer);
    const isAlone = module !== '' && counts.get(module) === 1;
    const wish = isAlone ? module : module === '' ? kind : `${module}/${kind}`;
    layers.set(layer, unique.take(safeName(wish, kind)));
  }
  return { layers, groups, inputs };
}

/** What a layer is in a word: its function where the type has several. */
function kindOf({ type, parameters }: DraftLayer): string {
  const { function: own, activation } = parameters;
  const word = [own, activation].find(each => typeof each === 'string') ?? type;
  return String(word)
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase();
}

/** The path of a layer's module within a block; empty for the block's own module, or none in it. */
function moduleOf({ scopes }: DraftLayer, { scope }: Group): string {
  const innermost = scopes.at(-1) ?? '';
  return innermost.startsWith(scope) ? below(innermost, scope) : '';
}

/** The rest of a path behind another one. */
function below(path: string, start: string): string {
  return path.slice(start.length + 1);
}
