import type { OnnxInitializer, OnnxNode } from './model.ts';
import { inversePermutation } from './permute.ts';

/** Where the value of a name stands: it is `transpose(tensor, permutation)`, or the tensor itself where that is null. */
export interface Place {
  readonly tensor: string;
  readonly permutation: readonly number[] | null;
}

/** What a rule may ask of the pass that removes transposes, and write through it. */
export interface LayoutPass {
  readonly initializers: ReadonlyMap<string, OnnxInitializer>;
  /** Where a value stands. */
  place(name: string): Place;
  /** The rank of a value; undefined where nothing tells. */
  rank(name: string): number | undefined;
  /** Whether a value can be had in a layout without a new Transpose. */
  isFree(name: string, permutation: readonly number[] | null): boolean;
  /**
   * The tensor `t` with value = transpose(t, permutation); writes a Transpose where there is none yet.
   *
   * @param permutation null for the value's own order
   */
  inLayout(name: string, permutation: readonly number[] | null): string;
  /**
   * Writes a node whose outputs stand in the given order.
   *
   * @param permutation from the written outputs to the values the layers meant
   */
  emit(node: OnnxNode, permutation: readonly number[] | null): void;
  /** Adds a small int64 constant and answers its name. */
  wholeNumbers(wish: string, values: readonly number[]): string;
  /** Adds a small float constant and answers its name. */
  floats(wish: string, values: readonly number[]): string;
}

/**
 * How an operator is written on inputs that stand in another order of axes. Answers false where it cannot: then its inputs are
 * transposed to the order it was written for.
 */
export type LayoutRule = (pass: LayoutPass, node: OnnxNode) => boolean;

/** Element by element over the first input; further inputs are scalars. */
const elementwise: LayoutRule = (pass, node) => {
  const [x = '', ...rest] = node.inputs;
  const { permutation } = pass.place(x);
  if (!permutation) return false;
  pass.emit({ ...node, inputs: [pass.inLayout(x, permutation), ...rest] }, permutation);
  return true;
};

/** Element by element over several inputs that broadcast. */
const broadcast: LayoutRule = (pass, node) => {
  const layout = commonLayout(pass, node.inputs);
  if (!layout) return false;
  pass.emit({ ...node, inputs: node.inputs.map(name => pass.inLayout(name, layout)) }, layout);
  return true;
};

/** Along one axis, whatever the others are: Concat, Softmax. */
const alongAxis: LayoutRule = (pass, node) => {
  const axis = node.attributes.axis;
  const layout = commonLayout(pass, node.inputs);
  if (!layout || !axis || !('int' in axis)) return false;
  if (node.inputs.some(name => pass.rank(name) !== layout.length)) return false;
  const inputs = node.inputs.map(name => pass.inLayout(name, layout));
  const mapped = layout[positive(axis.int, layout.length)] ?? 0;
  pass.emit({ ...node, inputs, attributes: { ...node.attributes, axis: { int: mapped } } }, layout);
  return true;
};

/** Over given axes, which vanish unless keepdims; axes are an attribute or, later, an input. */
const reduce: LayoutRule = (pass, node) => {
  const [x = '', axesName] = node.inputs;
  const { permutation } = pass.place(x);
  const axes = axesName ? constantValues(pass, axesName) : attributeInts(node, 'axes');
  if (!permutation || !axes) return false;
  const rank = permutation.length;
  const reduced = axes.map(axis => positive(axis, rank));
  const mapped = reduced.map(axis => permutation[axis] ?? 0).sort((a, b) => a - b);
  const keepdims = node.attributes.keepdims;
  const keeps = !keepdims || !('int' in keepdims) || keepdims.int === 1;
  const kept = permutation.filter(axis => !mapped.includes(axis));
  const order = [...kept].sort((a, b) => a - b);
  const after = keeps ? permutation : kept.map(axis => order.indexOf(axis));
  const inputs = [pass.inLayout(x, permutation)];
  if (axesName) pass.emit({ ...node, inputs: [...inputs, pass.wholeNumbers(node.name, mapped)] }, after);
  else pass.emit({ ...node, inputs, attributes: { ...node.attributes, axes: { ints: mapped } } }, after);
  return true;
};

/** Pad: the second input holds the beginnings of all axes, then the ends. */
const pad: LayoutRule = (pass, node) => {
  const [x = '', padsName = '', ...rest] = node.inputs;
  const { permutation } = pass.place(x);
  const pads = constantValues(pass, padsName);
  if (!permutation || !pads || pads.length !== 2 * permutation.length || rest.length > 1) return false;
  const rank = permutation.length;
  const inverse = inversePermutation(permutation);
  const mapped = [...inverse.map(axis => pads[axis] ?? 0), ...inverse.map(axis => pads[rank + axis] ?? 0)];
  const inputs = [pass.inLayout(x, permutation), pass.wholeNumbers(node.name, mapped), ...rest];
  pass.emit({ ...node, inputs }, permutation);
  return true;
};

/** Slice with constant axes: starts and ends stay, the axes change. */
const slice: LayoutRule = (pass, node) => {
  const [x = '', starts = '', ends = '', axesName = '', ...rest] = node.inputs;
  const { permutation } = pass.place(x);
  const axes = constantValues(pass, axesName);
  if (!permutation || !axes) return false;
  const mapped = axes.map(axis => permutation[positive(axis, permutation.length)] ?? 0);
  const inputs = [pass.inLayout(x, permutation), starts, ends, pass.wholeNumbers(node.name, mapped), ...rest];
  pass.emit({ ...node, inputs }, permutation);
  return true;
};

/** Resize by constant scales, one for each axis. Runtimes interpolate over trailing axes only (nearest: over any). */
const resize: LayoutRule = (pass, node) => {
  const [x = '', roi = '', scalesName = '', ...rest] = node.inputs;
  const { permutation } = pass.place(x);
  const scales = pass.initializers.get(scalesName);
  if (!permutation || !scales || rest.length > 0 || roi !== '' || scales.shape[0] !== permutation.length)
    return false;
  const values = Array.from(scales.data(), Number);
  const mapped = inversePermutation(permutation).map(axis => values[axis] ?? 1);
  const mode = node.attributes.mode;
  const isNearest = mode === undefined || ('string' in mode && mode.string === 'nearest');
  if (!isNearest && mapped.slice(0, 2).some(scale => scale !== 1)) return false;
  const name = pass.floats(node.name, mapped);
  pass.emit({ ...node, inputs: [pass.inLayout(x, permutation), roi, name] }, permutation);
  return true;
};

const ELEMENTWISE =
  'Abs Cast Ceil Celu Clip Dropout Elu Erf Exp Floor Gelu HardSigmoid HardSwish Identity LeakyRelu Log Mish Neg Not Reciprocal Relu Round Selu Sigmoid Sign Softplus Softsign Sqrt Tanh ThresholdedRelu';
const BROADCAST =
  'Add And Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean Min Mul Or PRelu Pow Sub Sum Where';
const REDUCE =
  'ReduceL1 ReduceL2 ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare';

/** Rules by operator. Operators without one need the order they were written for. */
export const LAYOUT_RULES: ReadonlyMap<string, LayoutRule> = new Map<string, LayoutRule>([
  ...ELEMENTWISE.split(' ').map((operator): [string, LayoutRule] => [operator, elementwise]),
  ...BROADCAST.split(' ').map((operator): [string, LayoutRule] => [operator, broadcast]),
  ...REDUCE.split(' ').map((operator): [string, LayoutRule] => [operator, reduce]),
  ['Concat', alongAxis],
  ['Softmax', alongAxis],
  ['LogSoftmax', alongAxis],
  ['Pad', pad],
  ['Slice', slice],
  ['Resize', resize],
]);

/**
 * The layout in which the operands of one operator meet with the fewest new transposes; null for the order as written (which wins
 * only when it costs less, since a value kept in its computed order may save one further down).
 */
function commonLayout(pass: LayoutPass, inputs: readonly string[]): readonly number[] | null {
  const variable = inputs.filter(name => !pass.initializers.has(name));
  const candidates = variable.map(name => pass.place(name).permutation).filter(layout => layout !== null);
  const [rank] = candidates.map(layout => layout.length);
  if (rank === undefined || variable.some(name => pass.rank(name) !== rank)) return null;
  if (inputs.some(name => (pass.initializers.get(name)?.shape.length ?? 0) > rank)) return null;
  const cost = (layout: readonly number[] | null) =>
    variable.filter(name => !pass.isFree(name, layout)).length;
  let best = candidates[0] ?? null;
  for (const layout of candidates) if (cost(layout) < cost(best)) best = layout;
  return cost(null) < cost(best) ? null : best;
}

function constantValues(pass: LayoutPass, name: string): readonly number[] | null {
  const constant = pass.initializers.get(name);
  return constant ? Array.from(constant.data(), Number) : null;
}

function attributeInts(node: OnnxNode, name: string): readonly number[] | null {
  const attribute = node.attributes[name];
  return attribute && 'ints' in attribute ? attribute.ints : null;
}

function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
