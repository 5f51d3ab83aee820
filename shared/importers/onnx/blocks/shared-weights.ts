import type { DraftLayer } from '../draft.ts';
import type { Group } from './group-layers.ts';

/** Rounds in which groups are taken apart, each because of others; a network that needs more gets no blocks. */
const MOST_ROUNDS = 8;

/**
 * The groups that can be blocks as far as shared weights go. A block's layers take weights of each other; or all of them are those of
 * another block, layer by layer.
 *
 * @param layers all layers
 * @param groups the groups
 * @param innerName what a layer is called in its block
 * @returns the groups that can be, each with the one whose weights it uses; null for its own
 */
export function withSharedWeights(
  layers: readonly DraftLayer[],
  groups: readonly Group[],
  innerName: (layer: DraftLayer) => string | undefined,
): ReadonlyMap<Group, Group | null> {
  let left = groups;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { kept, owners } = oncePruned(layers, left, innerName);
    if (kept.length === left.length) return owners;
    left = kept;
  }
  return new Map();
}

/**
 * Whether the weights of a layer are equal to those of others before they train, so that exporters keep them once: the ones and zeros of
 * normalizations, and factors.
 */
function isEqualAtFirst({ type, weights }: DraftLayer): boolean {
  return type === 'Binary' || weights.every(({ shape }) => shape.length <= 1);
}

/**
 * Gives layers their own weights whose weights are those of another one only because none has trained yet. Blocks whose weights are all
 * those of another block keep them.
 *
 * @param layers all layers
 * @param owners the blocks, each with the one whose weights it uses
 */
export function separateWeights(
  layers: readonly DraftLayer[],
  owners: ReadonlyMap<Group, Group | null>,
): void {
  const kept = new Set<DraftLayer>();
  for (const [group, owner] of owners)
    if (owner) for (const layer of [...group.layers, ...owner.layers]) kept.add(layer);
  for (const layer of layers)
    if (layer.weightsOf && isEqualAtFirst(layer) && !kept.has(layer)) layer.weightsOf = null;
}

function oncePruned(
  layers: readonly DraftLayer[],
  groups: readonly Group[],
  innerName: (layer: DraftLayer) => string | undefined,
): { readonly kept: readonly Group[]; readonly owners: ReadonlyMap<Group, Group | null> } {
  const groupOf = new Map(groups.flatMap(group => group.layers.map(layer => [layer, group] as const)));
  const innermost = new Map(
    groups.flatMap(group =>
      group.groups.flatMap(inner => inner.layers.map(layer => [layer, inner] as const)),
    ),
  );
  const lenders = new Map<Group, Set<Group | null>>();
  const wrong = new Set<Group>();
  for (const layer of layers) {
    if (layer.weights.length === 0 || isEqualAtFirst(layer)) continue;
    const group = groupOf.get(layer);
    const owner = layer.weightsOf ?? layer;
    const from = groupOf.get(owner) ?? null;
    if (group) lenders.set(group, (lenders.get(group) ?? new Set()).add(from));
    else if (from) wrong.add(from);
    if (group === from && innermost.get(layer) !== innermost.get(owner) && group) wrong.add(group);
  }
  const owners = new Map<Group, Group | null>();
  for (const group of groups) {
    const [from = group, ...more] = lenders.get(group) ?? [];
    if (more.length > 0 || from === null) {
      wrong.add(group);
      for (const other of [from, ...more]) if (other) wrong.add(other);
    } else if (from === group) owners.set(group, null);
    else if (isAlike(group, from, innerName)) owners.set(group, from);
    else {
      wrong.add(group);
      wrong.add(from);
    }
  }
  for (const [group, from] of owners)
    if (from && (wrong.has(from) || owners.get(from) !== null)) wrong.add(group);
  for (const group of wrong) owners.delete(group);
  return { kept: groups.filter(group => !wrong.has(group)), owners };
}

/** Whether each layer of a group uses what the layer of that name in another one uses. */
function isAlike(group: Group, other: Group, innerName: (layer: DraftLayer) => string | undefined): boolean {
  const names = new Map(other.layers.map(layer => [innerName(layer), layer]));
  return group.layers.every(layer => {
    const twin = names.get(innerName(layer));
    if (layer.weights.length === 0) return true;
    return twin !== undefined && (layer.weightsOf ?? layer) === (twin.weightsOf ?? twin);
  });
}
