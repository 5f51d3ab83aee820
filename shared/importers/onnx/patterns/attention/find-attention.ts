import type { Json } from '../../../../document/json.ts';
import { commonScopes } from '../../blocks/module-scopes.ts';
import { type Constant, computedConstant } from '../../constant.ts';
import type { DraftLayer, DraftPort, StepWeight } from '../../draft.ts';
import { buildLayer } from '../../emit-layer.ts';
import { type AttentionCore, attentionCore, type HeadProjection, walkBack } from './attention-core.ts';
import { type Atom, sameAtom } from './axis-view.ts';
import { DraftViews } from './draft-views.ts';
import { combiningKernel, type HeadColumns, projectionBias, projectionKernel } from './head-weights.ts';

/** An attention spelled out in primitives, as one layer. */
export interface FoundAttention {
  readonly layer: DraftLayer;
  /** What brings its inputs into the layer's order, and its result back, where the file has the places in front. */
  readonly before: readonly DraftLayer[];
  readonly after: DraftLayer | null;
  /** What the layer stands for. */
  readonly parts: ReadonlySet<DraftLayer>;
  /** Tells it from others, the same each time a file is read. */
  readonly name: string;
}

/** A projection of the heads back to features. */
interface Combination {
  readonly core: AttentionCore;
  readonly dense: DraftLayer;
  readonly rows: HeadColumns;
}

/** Finds attention with heads among the layers of an imported graph, as they come. */
export class AttentionFinder {
  /** The products of weights and values that were read, by their layer. */
  private readonly cores = new Map<DraftLayer, AttentionCore>();
  private readonly ends = new Map<DraftLayer, Combination>();
  private readonly views = new DraftViews();
  private readonly excluded: ReadonlySet<string>;

  /** @param excluded the names of attentions that stay spelled out */
  constructor(excluded: ReadonlySet<string>) {
    this.excluded = excluded;
  }

  /**
   * Looks at the next layer.
   *
   * @param layer a layer whose inputs were looked at before
   * @returns the attention whose result the layer gives, in the order of the layer that computes it; null for any other layer
   */
  look(layer: DraftLayer): FoundAttention | null {
    this.views.add(layer);
    if (layer.type === 'MatMul') {
      const core = attentionCore(this.views, layer);
      if (core) this.cores.set(layer, core);
      return null;
    }
    if (layer.type === 'Dense') {
      const end = this.combination(layer);
      if (end) this.ends.set(layer, end);
    }
    return this.finished(layer);
  }

  /** Whether a tensor is what an attention gives, perhaps in another order. */
  isAtEnd(port: DraftPort): boolean {
    const end = walkBack(this.views, port, new Set())?.end;
    return end !== undefined && this.ends.has(end);
  }

  private combination(dense: DraftLayer): Combination | null {
    const input = dense.inputs[0];
    const walked = walkBack(this.views, input, new Set());
    const core = walked && this.cores.get(walked.end);
    const features = input && this.views.of(input)?.view.axes.at(-1);
    if (!core || features?.length !== 2) return null;
    const { head, depth, columns } = core.value;
    const place = (atom: Atom) => features.findIndex(each => sameAtom(each, atom));
    const [first, second] = [place(head), place(depth)];
    if (first < 0 || second < 0) return null;
    const isHeadFirst = first < second;
    const rows: HeadColumns = {
      ...columns,
      offset: 0,
      stride: isHeadFirst ? columns.depth : 1,
      step: isHeadFirst ? 1 : columns.heads,
    };
    return { core, dense, rows };
  }

  private finished(layer: DraftLayer): FoundAttention | null {
    const port: DraftPort = { layer, port: 0 };
    const viewed = this.views.of(port);
    const axes = viewed?.view.axes;
    if (axes?.length !== 3) return null;
    const parts = new Set<DraftLayer>();
    const end = layer.type === 'Dense' || viewed?.before ? walkBack(this.views, port, parts)?.end : undefined;
    const found = end && this.ends.get(end);
    if (!found) return null;
    const { core, dense } = found;
    const [first = [], second = [], features = []] = axes;
    const leading = [core.value.batch, core.query.places];
    const [outer, inner] = core.query.isPlacesFirst ? leading.reverse() : leading;
    const isInOrder =
      sameAtom(first[0], outer) &&
      sameAtom(second[0], inner) &&
      first.length + second.length + features.length === 3 &&
      features[0]?.space === dense;
    if (!isInOrder || this.excluded.has(dense.wish)) return null;
    this.ends.delete(dense);
    walkBack(this.views, dense.inputs[0], parts);
    for (const part of core.parts) parts.add(part);
    for (const side of [core.query, core.key, core.value]) withoutSource(this.views, side, parts);
    parts.delete(layer);
    const made = attentionLayer(found);
    if (!made) return null;
    parts.add(layer);
    return { ...made, parts, name: dense.wish };
  }
}

/** What rearranges the input of a projection belongs to the attention; the input itself does not. */
function withoutSource(views: DraftViews, { dense, source }: HeadProjection, parts: Set<DraftLayer>): void {
  for (let at = dense.inputs[0] && views.of(dense.inputs[0]); at; at = at.before) {
    if (at.port.layer === source.layer) return;
    parts.add(at.port.layer);
  }
}

function attentionLayer({
  core,
  dense,
  rows,
}: Combination): Pick<FoundAttention, 'layer' | 'before' | 'after'> | null {
  const { query, key, value } = core;
  const layers = [query.dense, key.dense, value.dense, dense];
  const scopes = commonScopes(layers.map(each => each.scopes));
  const wish = commonPath(layers.map(each => each.wish)) ?? scopes.at(-1) ?? dense.wish;
  const isSame = (a: DraftPort, b: DraftPort) => a.layer === b.layer && a.port === b.port;
  const exchanged = (port: DraftPort, name: string): DraftLayer | null => {
    const built = buildLayer('Transpose', { perm: [1, 0, 2] }, [port], {});
    if (typeof built === 'string') return null;
    return { type: 'Transpose', inputs: [port], ...built, weightsOf: null, wish: `${wish}/${name}`, scopes };
  };
  const before: DraftLayer[] = [];
  const inputs: DraftPort[] = [];
  const sources = [query.source, value.source, ...(isSame(key.source, value.source) ? [] : [key.source])];
  for (const source of sources) {
    const earlier = sources.findIndex(each => isSame(each, source));
    const known = inputs[earlier];
    if (!query.isPlacesFirst || known) {
      inputs.push(known ?? source);
      continue;
    }
    const layer = exchanged(source, 'batch_first');
    if (!layer) return null;
    before.push(layer);
    inputs.push({ layer, port: 0 });
  }
  const units = dense.outputs[0]?.shape?.at(-1);
  const features = query.source.layer.outputs[query.source.port]?.shape?.at(-1);
  const { weights, hasBias } = headWeights({ core, dense, rows });
  const parameters: Record<string, Json | undefined> = {
    num_heads: query.columns.heads,
    key_dim: query.columns.depth,
    value_dim: value.columns.depth === query.columns.depth ? undefined : value.columns.depth,
    use_bias: hasBias,
    output_shape: typeof units === 'number' && units !== features ? [units] : undefined,
  };
  const built = buildLayer('MultiHeadAttention', parameters, inputs, weights);
  if (typeof built === 'string') return null;
  const layer = { type: 'MultiHeadAttention', inputs, ...built, weightsOf: null, wish, scopes };
  const after = query.isPlacesFirst ? exchanged({ layer, port: 0 }, 'places_first') : null;
  return { layer, before, after };
}

/** The weights of the four projections. Where only some have a bias, as files leave out one of zeros, the others get zeros. */
function headWeights({ core, dense, rows }: Combination): {
  readonly weights: Readonly<Record<string, StepWeight>>;
  readonly hasBias: boolean;
} {
  const { query, key, value } = core;
  const of = (layer: DraftLayer, name: string) => layer.weights.find(weight => weight.name === name);
  const hasBias = [query.dense, key.dense, value.dense, dense].some(layer => of(layer, 'bias'));
  const weights: Record<string, StepWeight> = {};
  for (const [name, { dense: from, columns }] of Object.entries({ query, key, value })) {
    const [kernel, bias] = [of(from, 'kernel'), of(from, 'bias')];
    if (kernel) weights[`${name}/kernel`] = { constant: projectionKernel(kernel, columns) };
    const { heads, depth } = columns;
    if (hasBias)
      weights[`${name}/bias`] = {
        constant: bias ? projectionBias(bias, columns) : zeros([heads, depth]),
      };
  }
  const [kernel, bias] = [of(dense, 'kernel'), of(dense, 'bias')];
  if (kernel) weights['attention_output/kernel'] = { constant: combiningKernel(kernel, rows) };
  const units = kernel?.shape[1] ?? 0;
  if (hasBias)
    weights['attention_output/bias'] = {
      constant: bias ? bias.constant : zeros([units]),
    };
  return { weights, hasBias };
}

function zeros(shape: readonly number[]): Constant {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return computedConstant(`zeros ${shape.join()}`, 'float32', shape, new Array<number>(size).fill(0));
}

/** The folders that paths have in common; null where there are none. */
function commonPath(paths: readonly string[]): string | null {
  return commonScopes(paths.map(path => path.split('/').slice(0, -1))).join('/') || null;
}
