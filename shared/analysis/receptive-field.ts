import type { DataFormat, Inference, NodeInference } from '../inference/infer.ts';
import type { AxisReach } from '../layers/contract.ts';

/**
 * What the units of a layer see of the network's input along one spatial axis: unit j sees the input from j · stride + start on, `size`
 * elements (padding counted). The stride is null where branches of unlike strides meet.
 */
export interface AxisField {
  readonly size: number;
  readonly stride: number | null;
  readonly start: number;
}

/** The field per spatial axis: a window, the whole axis, or null where nobody knows. Empty for data without spatial axes. */
export type ReceptiveField = readonly (AxisField | 'whole' | null)[];

const NONE: ReceptiveField = [];

/** The spatial extents of a node's output: the axes between batch and channels. */
export function spatialExtents(
  node: NodeInference,
  format: DataFormat = node.dataFormat,
): readonly (number | null)[] {
  const shape = node.outputs[0]?.shape ?? [];
  const axes = format === 'channels_first' ? shape.slice(2) : shape.slice(1, -1);
  return axes.map(extent => (typeof extent === 'number' ? extent : null));
}

/** Whether a node's output elements depend on their own place of the inputs alone. */
export function keepsPlaces({ layer, parameters }: NodeInference): boolean {
  if (!layer) return false;
  const { keepsPlaces: trait, isActivation, isIdentityAtInference } = layer.traits;
  if (isActivation || isIdentityAtInference) return true;
  return typeof trait === 'function' ? trait(parameters) : trait === true;
}

type Reach = readonly (AxisReach | 'whole' | null)[];
const reaches = new WeakMap<NodeInference, Reach | false>();

/** The reach of a node per spatial axis; undefined where its type tells none. Remembered per (immutable) node result. */
export function reachOf(node: NodeInference): Reach | undefined {
  let reach = reaches.get(node);
  if (reach === undefined) {
    reach = (node.isBuilt && node.layer?.traits.reach?.(node.context())) || false;
    reaches.set(node, reach);
  }
  return reach || undefined;
}

/**
 * The receptive fields of all layers: size, stride and start on the input, by the recurrences of Araujo, Norris and Sim (Distill 2019):
 * size' = size + (k − 1) · stride, stride' = stride · s, start' = start − padding · stride. Branches that meet see the union of what each
 * sees; an upsampling by f divides the stride by f, and the size is then that of the unit that sees most.
 *
 * @param inference the inferred network
 */
export function receptiveFields(inference: Inference): ReadonlyMap<string, ReceptiveField> {
  const fields = new Map<string, ReceptiveField>();
  for (const node of inference.nodes.values()) fields.set(node.name, fieldOf(node, inference, fields));
  return fields;
}

function fieldOf(
  node: NodeInference,
  inference: Inference,
  fields: ReadonlyMap<string, ReceptiveField>,
): ReceptiveField {
  if (!node.isBuilt) return NONE;
  const extents = spatialExtents(node);
  if (node.layer?.traits.isInput) return extents.map(() => ({ size: 1, stride: 1, start: 0 }));
  const [first, ...others] = node.node.inputs.flatMap(input =>
    input ? [{ node: inference.nodes.get(input.node), field: fields.get(input.node) ?? NONE }] : [],
  );
  if (!first) return extents.map(() => null);
  const reach = reachOf(node);
  if (reach)
    return reach.map((axisReach, axis) =>
      axisReach === 'whole' ? 'whole' : through(first.field[axis] ?? null, axisReach),
    );
  if (node.layer?.traits.isMerge)
    return mergedField(
      [first, ...others].filter(branch => branch.field.length > 0),
      extents,
    );
  if (keepsPlaces(node)) return first.field;
  // Rows of pixels become rows of numbers: what follows is wired to all of them.
  if (node.layer?.traits.isReshaping || first.field.every(axis => axis === 'whole'))
    return first.field.map(() => 'whole');
  return first.field.map(() => null);
}

function through(field: AxisField | 'whole' | null, reach: AxisReach | null): AxisField | 'whole' | null {
  if (field === 'whole') return 'whole';
  if (field === null || reach === null || field.stride === null) return null;
  const { size, stride, before, factor } = reach;
  const covered = Math.floor((size - 1) / factor) + 1;
  return {
    size: field.size + (covered - 1) * field.stride,
    stride: (field.stride * stride) / factor,
    start: field.start + field.stride * Math.ceil(-before / factor) + 0,
  };
}

function mergedField(
  branches: readonly { readonly node: NodeInference | undefined; readonly field: ReceptiveField }[],
  extents: readonly (number | null)[],
): ReceptiveField {
  const axes = Math.max(0, ...branches.map(branch => branch.field.length));
  return Array.from({ length: axes }, (_, axis) => {
    const along = branches.map(({ node, field }) => ({
      field: field[axis] ?? null,
      extent: node ? spatialExtents(node)[axis] : null,
    }));
    if (along.some(({ field }) => field === 'whole')) return 'whole';
    // Joined one behind the other along the axis, or stretched: no one place belongs to a unit.
    if (along.some(({ extent }) => extent !== extents[axis])) return null;
    return along.map(({ field }) => field).reduce(union);
  });
}

function union(a: AxisField | 'whole' | null, b: AxisField | 'whole' | null): AxisField | 'whole' | null {
  if (a === null || b === null) return null;
  if (a === 'whole' || b === 'whole') return 'whole';
  if (a.stride !== b.stride)
    return { size: Math.max(a.size, b.size), stride: null, start: Math.min(a.start, b.start) };
  const start = Math.min(a.start, b.start);
  return { size: Math.max(a.start + a.size, b.start + b.size) - start, stride: a.stride, start };
}

/**
 * A field as one says it: `11 × 11`, `whole input` or `?`; empty without spatial axes.
 *
 * @param field of a layer
 */
export function formatField(field: ReceptiveField): string {
  if (field.length === 0) return '';
  if (field.every(axis => axis === 'whole')) return 'whole input';
  return field.map(axis => (axis === null ? '?' : axis === 'whole' ? 'all' : String(axis.size))).join(' × ');
}
