import type { DraftLayer } from '../draft.ts';
import type { FileNode } from '../onnx-file.ts';

/** Names with more parts are no paths of modules. */
const DEEPEST = 32;

/**
 * The modules that a node stands in, outermost first: as the file tells them, else by the path that its name is.
 *
 * @param node a node
 * @returns each with its whole path: `encoder`, `encoder/layer_0`
 */
export function scopesOf({ scopes, name }: FileNode): readonly string[] {
  if (scopes.length > 0) return scopes;
  const parts = name.split('/', DEEPEST + 1).filter(part => part !== '');
  if (parts.length > DEEPEST) return [];
  return parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** The modules that all of the layers stand in. */
export function commonScopes(layers: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = layers;
  const end = first.findIndex((scope, i) => others.some(other => other[i] !== scope));
  return end < 0 ? first : first.slice(0, end);
}

const isProduct = ({ type }: DraftLayer) => type === 'MatMul' || type === 'Einsum';

/** Modules that become blocks: for each the ones in it that become blocks of their own. */
export type ChosenModules = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether a module is one of a list: its path ends with a number. */
const isEntry = (scope: string) => /\d$/.test(scope);

/**
 * Chooses the modules that become blocks: those around an attention. Of nested ones it is the outermost that is one of a list (an encoder
 * layer) and not a list of such itself. An attention that is still spelled out becomes a block in it.
 *
 * @param marks the layers at the heart of the attentions, and whether they are spelled out
 * @param scopes the modules that each layer stands in
 */
export function chooseModules(
  marks: ReadonlyMap<DraftLayer, boolean>,
  scopes: ReadonlyMap<DraftLayer, readonly string[]>,
): ChosenModules {
  const entriesBelow = new Map<string, Set<string>>();
  for (const mark of marks.keys()) {
    let nearest: string | null = null;
    for (const scope of [...(scopes.get(mark) ?? [])].reverse()) {
      const below = entriesBelow.get(scope) ?? new Set();
      if (nearest !== null) below.add(nearest);
      entriesBelow.set(scope, below);
      if (isEntry(scope)) nearest = scope;
    }
  }
  const chosen = new Map<string, Set<string>>();
  for (const [mark, isSpelled] of marks) {
    const chain = scopes.get(mark) ?? [];
    const innermost = chain.at(-1);
    const entry = chain.find(scope => isEntry(scope) && (entriesBelow.get(scope)?.size ?? 0) < 2);
    const block = entry ?? (isSpelled ? innermost : undefined);
    if (block === undefined || innermost === undefined) continue;
    const inner = chosen.get(block) ?? new Set();
    if (isSpelled && innermost !== block) inner.add(innermost);
    chosen.set(block, inner);
  }
  return chosen;
}

/**
 * The layers at the heart of attentions: those of that kind, and each softmax whose result weights something in a product of matrices.
 *
 * @param layers all layers
 * @param readers who reads each layer
 * @returns whether it is spelled out
 */
export function attentionMarks(
  layers: readonly DraftLayer[],
  readers: ReadonlyMap<DraftLayer, readonly DraftLayer[]>,
): ReadonlyMap<DraftLayer, boolean> {
  const marks = new Map<DraftLayer, boolean>();
  for (const layer of layers) {
    if (layer.type === 'MultiHeadAttention') marks.set(layer, false);
    if (layer.type !== 'Softmax') continue;
    let at: DraftLayer | undefined = layer;
    // Dropout, a change of form or of type may stand between, or a choice that keeps what is no number out.
    for (let step = 0; at && step < 4 && !isProduct(at); step++) {
      const next: readonly DraftLayer[] = readers.get(at) ?? [];
      at =
        next.find(isProduct) ??
        next.find(({ type }) => type === 'Where') ??
        (next.length === 1 ? next[0] : undefined);
    }
    if (at && isProduct(at)) marks.set(layer, true);
  }
  return marks;
}
