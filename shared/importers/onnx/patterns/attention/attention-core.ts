import type { DraftLayer, DraftPort } from '../../draft.ts';
import { setting } from '../layer-setting.ts';
import { type Atom, type AxisView, type Offset, sameAtom, sameAtoms } from './axis-view.ts';
import { type DraftViews, scaleOf, type ViewedPort } from './draft-views.ts';
import type { HeadColumns } from './head-weights.ts';

/** Rearrangements and scalings in a row that are looked through. */
const MAX_STEPS = 32;

/** A projection of some tensor to heads: a fully connected layer and what rearranges its units. */
export interface HeadProjection {
  readonly dense: DraftLayer;
  /** What is projected: (batch, places, features), or with places in front. */
  readonly source: DraftPort;
  readonly isPlacesFirst: boolean;
  readonly columns: HeadColumns;
  readonly batch: Atom;
  readonly places: Atom;
  /** The atoms of the units. */
  readonly head: Atom;
  readonly depth: Atom;
}

/** softmax(query · key / √depth) · value, the heads still apart. */
export interface AttentionCore {
  readonly query: HeadProjection;
  readonly key: HeadProjection;
  readonly value: HeadProjection;
  /** The product with the values. */
  readonly result: DraftLayer;
  /** The layers that it is made of. */
  readonly parts: ReadonlySet<DraftLayer>;
}

/** What stands behind rearrangements, and scalings where they may be. */
interface Walk {
  readonly end: DraftLayer;
  readonly scale: number;
}

/**
 * Looks back over layers that only rearrange what they get.
 *
 * @param views where axes come from
 * @param port where to begin
 * @param parts takes the layers on the way, the last one included
 * @param mayScale whether products with a number are on the way too
 */
export function walkBack(
  views: DraftViews,
  port: DraftPort | undefined,
  parts: Set<DraftLayer>,
  mayScale = false,
): Walk | null {
  let at = port && views.of(port);
  let scale = 1;
  for (let step = 0; at && step < MAX_STEPS; step++) {
    const { layer } = at.port;
    parts.add(layer);
    const factor = at.before || !mayScale ? null : scaleOf(layer);
    if (!at.before && factor === null) return { end: layer, scale };
    scale *= factor ?? 1;
    at = at.before ?? (layer.inputs[0] && views.of(layer.inputs[0]));
  }
  return null;
}

/**
 * Reads the product of weights and values of an attention with heads.
 *
 * @param views where axes come from
 * @param result a product of two tensors
 * @returns null where it is no attention, or one that is scaled or masked otherwise than the layer does
 */
export function attentionCore(views: DraftViews, result: DraftLayer): AttentionCore | null {
  const parts = new Set<DraftLayer>([result]);
  const softmax = walkBack(views, result.inputs[0], parts)?.end;
  if (softmax?.type !== 'Softmax' || !isLastAxis(softmax)) return null;
  const scored = walkBack(views, softmax.inputs[0], parts, true);
  const scores = scored?.end;
  if (!scored || scores?.type !== 'MatMul') return null;
  const [left, right] = [0, 1].map(i => walkBack(views, scores.inputs[i], parts, true));
  const values = walkBack(views, result.inputs[1], parts);
  if (!left || !right || !values) return null;
  const query = projection(views, left.end, scores.inputs[0], 'rows');
  const key = projection(views, right.end, scores.inputs[1], 'columns');
  const value = projection(views, values.end, result.inputs[1], 'rows');
  if (!query || !key || !value) return null;
  const scale = scored.scale * left.scale * right.scale;
  const depth = query.columns.depth;
  if (Math.abs(scale * Math.sqrt(depth) - 1) > 1e-5 || key.columns.depth !== depth) return null;
  const isSameHeads =
    key.columns.heads === query.columns.heads && value.columns.heads === query.columns.heads;
  const weights = result.inputs[0] && views.of(result.inputs[0])?.view;
  const isOverKeys =
    weights &&
    sameAtoms(weights.axes.at(-1) ?? [], [key.places]) &&
    sameAtoms(weights.axes.at(-2) ?? [], [query.places]) &&
    key.places.dim === value.places.dim;
  const isSameBatch = query.batch.dim === value.batch.dim && sameAtom(key.batch, value.batch);
  const isSamePlaces = sameAtom(key.places, value.places);
  const isSameOrder =
    key.isPlacesFirst === query.isPlacesFirst && value.isPlacesFirst === query.isPlacesFirst;
  return isSameHeads && isOverKeys && isSameBatch && isSamePlaces && isSameOrder
    ? { query, key, value, result, parts }
    : null;
}

function isLastAxis(softmax: DraftLayer): boolean {
  const axis = setting(softmax, 'axis');
  const [only] = Array.isArray(axis) ? axis : [axis];
  return only === -1 || only === (softmax.outputs[0]?.shape?.length ?? 0) - 1;
}

/** Reads a tensor of (batch and heads, places, depth), or with the last two exchanged, as a projection to heads. */
function projection(
  views: DraftViews,
  dense: DraftLayer,
  operand: DraftPort | undefined,
  places: 'rows' | 'columns',
): HeadProjection | null {
  const input = dense.type === 'Dense' ? dense.inputs[0] : undefined;
  const [view, from] = [operand && views.of(operand)?.view, input && views.of(input)];
  const rank = dense.outputs[0]?.shape?.length ?? 0;
  if (!view || !from || view.axes.length < 3) return null;
  const isUnit = (atom: { readonly space: object; readonly axis: number }) =>
    atom.space === dense && atom.axis === rank - 1;
  const [rows, columns] = [view.axes.at(-2) ?? [], view.axes.at(-1) ?? []];
  const [row, ...moreRows] = places === 'rows' ? rows : columns;
  const [depth, ...moreDepth] = places === 'rows' ? columns : rows;
  const [batch, head, ...moreBatch] = view.axes.slice(0, -2).flat();
  if (!row || !depth || !batch || !head || moreRows.length + moreDepth.length + moreBatch.length > 0)
    return null;
  // Which number of the merged axis is which head must be the same for all: the batch stands in front.
  if (isUnit(row) || !isUnit(depth) || isUnit(batch) || !isUnit(head)) return null;
  const inOrder = sourceOf(from, [batch, row]);
  const source = inOrder ?? sourceOf(from, [row, batch]);
  const rest = view.offsets.filter(offset => !isUnit(offset));
  if (!source || !sameOffsets(rest, from.view.offsets)) return null;
  if (typeof head.dim !== 'number' || typeof depth.dim !== 'number') return null;
  const offset = view.offsets.filter(isUnit).reduce((sum, each) => sum + each.places, 0);
  return {
    dense,
    source,
    isPlacesFirst: inOrder === null,
    batch,
    places: row,
    head,
    depth,
    columns: { heads: head.dim, depth: depth.dim, offset, stride: head.stride, step: depth.stride },
  };
}

/** The first form of a tensor that has just these two axes and the features. */
function sourceOf(from: ViewedPort, leading: readonly Atom[]): DraftPort | null {
  const features = from.view.axes.at(-1) ?? [];
  let found: DraftPort | null = null;
  let at: ViewedPort | null = from;
  for (let step = 0; at && step < MAX_STEPS; step++, at = at.before) {
    const { axes, offsets } = at.view;
    const isIt =
      axes.length === 3 &&
      leading.every((atom, i) => sameAtoms(axes[i] ?? [], [atom])) &&
      sameAtoms(axes[2] ?? [], features) &&
      sameOffsets(offsets, from.view.offsets);
    if (isIt) found = at.port;
  }
  return found;
}

function sameOffsets(a: AxisView['offsets'], b: readonly Offset[]): boolean {
  return (
    a.length === b.length &&
    a.every((offset, i) => {
      const other = b[i];
      return offset.space === other?.space && offset.axis === other.axis && offset.places === other.places;
    })
  );
}
