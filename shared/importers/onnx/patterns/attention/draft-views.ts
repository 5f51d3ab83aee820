import type { DraftLayer, DraftPort } from '../../draft.ts';
import { setting } from '../layer-setting.ts';
import { type AxisView, cutAxis, ownAxes, reshapedAxes } from './axis-view.ts';

/** A tensor with where its axes come from, and what it is before it was rearranged. */
export interface ViewedPort {
  readonly port: DraftPort;
  readonly view: AxisView;
  /** What holds the same elements in their first order; itself where nothing rearranged it. */
  readonly before: ViewedPort | null;
}

/** The most atoms or offsets of a tensor that are followed, and the most pieces of a split. */
const MOST = 24;

const numbers = (value: unknown): readonly number[] | null =>
  Array.isArray(value) && value.every(entry => typeof entry === 'number') ? value : null;

/** Where the axes of all layers' outputs come from, told as the layers come. */
export class DraftViews {
  private readonly ports = new Map<DraftLayer, readonly (ViewedPort | null)[]>();

  /**
   * Looks at a layer whose inputs were looked at before.
   *
   * @param layer a layer
   */
  add(layer: DraftLayer): void {
    const from = layer.inputs[0] ? this.of(layer.inputs[0]) : null;
    this.ports.set(
      layer,
      layer.outputs.map((_, i): ViewedPort | null => {
        const port = { layer, port: i };
        const moved = from && small(rearranged(layer, i, from.view));
        if (moved) return { port, view: moved, before: from };
        const view = this.derived(layer, i);
        return view && { port, view, before: null };
      }),
    );
  }

  /** What is known of a port; null where not even its rank is. */
  of({ layer, port }: DraftPort): ViewedPort | null {
    return this.ports.get(layer)?.[port] ?? null;
  }

  /** The axes of what computes something new: those that it takes over from its inputs, and its own. */
  private derived(layer: DraftLayer, port: number): AxisView | null {
    const shape = layer.outputs[port]?.shape;
    if (!shape) return null;
    const [first, second] = layer.inputs.map(input => this.of(input)?.view ?? null);
    const own: AxisView = { axes: ownAxes(layer, shape), offsets: [] };
    const isSameRank = first?.axes.length === shape.length;
    if (layer.type === 'Dense' && first && isSameRank)
      return { axes: [...first.axes.slice(0, -1), own.axes.at(-1) ?? []], offsets: first.offsets };
    if (layer.type === 'MatMul' && first && second && isSameRank && second.axes.length === shape.length)
      return (
        small({
          axes: [...second.axes.slice(0, -2), first.axes.at(-2) ?? [], second.axes.at(-1) ?? []],
          offsets: [...first.offsets, ...second.offsets],
        }) ?? own
      );
    if ((layer.type === 'Softmax' || scaleOf(layer) !== null) && first && isSameRank) return first;
    return own;
  }
}

/** No more than an attention needs: what follows a long chain must stay quick. */
function small(view: AxisView | null): AxisView | null {
  const atoms = view?.axes.reduce((count, axis) => count + axis.length, 0) ?? 0;
  return view && view.offsets.length <= MOST && atoms <= MOST ? view : null;
}

/**
 * The number that a layer multiplies every element with; null for any other layer.
 *
 * @param layer a layer
 */
export function scaleOf(layer: DraftLayer): number | null {
  if (layer.type !== 'Binary' || layer.inputs.length !== 1 || layer.weights.length > 0) return null;
  const value = numbers(setting(layer, 'value'));
  const [factor] = value ?? [];
  if (value?.length !== 1 || factor === undefined) return null;
  const name = setting(layer, 'function');
  if (name === 'multiply') return factor;
  return name === 'divide' && setting(layer, 'reverse') !== true ? 1 / factor : null;
}

/** The axes of an output of a layer that only rearranges its input; null for any other layer. */
function rearranged(layer: DraftLayer, port: number, view: AxisView): AxisView | null {
  const shape = layer.outputs[port]?.shape;
  const { axes } = view;
  const order = (perm: readonly number[] | undefined | null): AxisView | null =>
    perm ? { ...view, axes: perm.map(axis => axes[axis] ?? []) } : null;
  switch (layer.type) {
    case 'Permute': {
      const dims = numbers(setting(layer, 'dims'));
      return order(dims && [0, ...dims]);
    }
    case 'Transpose':
      return order(numbers(setting(layer, 'perm')) ?? axes.map((_, axis) => axes.length - 1 - axis));
    case 'Reshape':
    case 'ReshapeTensor':
    case 'Flatten':
    case 'FlattenTensor':
    case 'Squeeze':
    case 'Unsqueeze': {
      const changed = shape && layer.inputs.length === 1 ? reshapedAxes(axes, shape) : null;
      return changed && { ...view, axes: changed };
    }
    case 'Gather':
      return taken(layer, view);
    case 'Slice':
      return sliced(layer, view);
    case 'Split':
      return piece(layer, port, view);
    default:
      return null;
  }
}

/** One place of an axis, which goes. */
function taken(layer: DraftLayer, view: AxisView): AxisView | null {
  const indices = numbers(setting(layer, 'indices'));
  const shape = layer.inputs[0]?.layer.outputs[layer.inputs[0].port]?.shape;
  const [index] = indices ?? [];
  if (layer.inputs.length !== 1 || !shape || indices?.length !== 1 || index === undefined) return null;
  if (numbers(setting(layer, 'indices_shape'))?.length !== 0) return null;
  const axis = front(setting(layer, 'axis'), shape.length);
  const extent = shape[axis];
  const place = index < 0 && typeof extent === 'number' ? index + extent : index;
  const cut = place < 0 ? null : cutAxis(view.axes[axis] ?? [], place, 1);
  if (!cut || cut.atoms.length > 0) return null;
  return {
    axes: view.axes.filter((_, i) => i !== axis),
    offsets: [...view.offsets, ...cut.offsets],
  };
}

function sliced(layer: DraftLayer, view: AxisView): AxisView | null {
  const shape = layer.inputs[0]?.layer.outputs[layer.inputs[0].port]?.shape;
  const [starts, ends] = [numbers(setting(layer, 'starts')), numbers(setting(layer, 'ends'))];
  const axes = numbers(setting(layer, 'axes')) ?? starts?.map((_, i) => i);
  const steps = numbers(setting(layer, 'steps'));
  if (layer.inputs.length !== 1 || !shape || !starts || !ends || !axes) return null;
  if (steps?.some(step => step !== 1)) return null;
  let found: AxisView | null = view;
  for (const [i, given] of axes.entries()) {
    const axis = front(given, shape.length);
    const extent = shape[axis];
    if (typeof extent !== 'number') return null;
    const clamp = (place: number) => Math.min(extent, Math.max(0, place < 0 ? place + extent : place));
    const start = clamp(starts[i] ?? 0);
    found = found && cutAt(found, axis, start, clamp(ends[i] ?? extent) - start);
  }
  return found;
}

function piece(layer: DraftLayer, port: number, view: AxisView): AxisView | null {
  const shape = layer.outputs[port]?.shape;
  if (!shape || layer.inputs.length !== 1 || layer.outputs.length > MOST) return null;
  const axis = front(setting(layer, 'axis'), shape.length);
  const extents = layer.outputs.map(output => output.shape?.[axis]);
  const before = extents.slice(0, port);
  const own = extents[port];
  if (typeof own !== 'number' || !before.every(extent => typeof extent === 'number')) return null;
  return cutAt(
    view,
    axis,
    before.reduce((sum, extent) => sum + extent, 0),
    own,
  );
}

function cutAt(view: AxisView, axis: number, start: number, count: number): AxisView | null {
  const cut = count > 0 ? cutAxis(view.axes[axis] ?? [], start, count) : null;
  return (
    cut && {
      axes: view.axes.map((own, i) => (i === axis ? cut.atoms : own)),
      offsets: [...view.offsets, ...cut.offsets],
    }
  );
}

function front(axis: unknown, rank: number): number {
  const given = typeof axis === 'number' ? axis : 0;
  return given < 0 ? given + rank : given;
}
