import { BATCH, type Dim, type DType, type Value } from '../../document/value.ts';
import { pythonArguments, pythonNumber, pythonTuple } from '../../python/python-text.ts';
import { fail } from '../contract.ts';
import { toChannelsFirst } from '../onnx-contract.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import type { BinaryName } from './binary-functions.ts';
import { elementsOf } from './elements.ts';
import { torchOperands } from './merging-pytorch.ts';
import type { Reduction } from './reducing.ts';
import { isWhole } from './tensor-axes.ts';
import { torchNumber, torchType } from './types-pytorch.ts';
import type { UnaryName } from './unary-functions.ts';

const OPERATORS: Partial<Record<BinaryName, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  equal: '==',
  not_equal: '!=',
  less: '<',
  less_equal: '<=',
  greater: '>',
  greater_equal: '>=',
};

const FUNCTIONS: Partial<Record<BinaryName, string>> = {
  power: 'pow',
  modulo: 'remainder',
  fmod: 'fmod',
  minimum: 'minimum',
  maximum: 'maximum',
  and: 'logical_and',
  or: 'logical_or',
  xor: 'logical_xor',
};

function binaryExpression(name: BinaryName, a: string, b: string, dtype: DType): string {
  if (name === 'divide' && isWhole(dtype)) return `torch.div(${a}, ${b}, rounding_mode="trunc")`;
  const operator = OPERATORS[name];
  return operator ? `${a} ${operator} ${b}` : `torch.${FUNCTIONS[name] ?? name}(${a}, ${b})`;
}

/** What the emission of a function of two tensors reads of its parameters. */
interface BinaryParameters {
  readonly function: BinaryName;
  readonly value: readonly number[] | null;
  readonly value_shape: readonly number[];
  readonly reverse: boolean;
}

/** A function of two tensors, or of one and numbers or a weight. */
export function torchBinary(
  context: TorchContext<BinaryParameters>,
  torch: TorchModule,
): readonly TorchTensor[] {
  const { parameters: p, inputs, inputTensors, outputs } = context;
  const dtype = inputs[0]?.dtype ?? 'float32';
  const write = (x: string, y: string) => {
    const [a, b] = p.reverse ? [y, x] : [x, y];
    const code = binaryExpression(p.function, a, b, dtype);
    const isCast = p.function === 'power' && inputs[1] !== undefined && inputs[1].dtype !== dtype;
    return isCast ? `${code}.to(${torchType(outputs[0]?.dtype ?? dtype)})` : code;
  };
  if (inputs.length > 1) {
    const { operands, order } = torchOperands(context, torch, false);
    const [a = '', b = ''] = operands;
    return [{ code: write(a, b), order }];
  }
  const [tensor] = inputTensors;
  const { value, value_shape: shape } = p;
  if (value?.length === 1 && tensor && shape.length <= (inputs[0]?.shape?.length ?? 0)) {
    const number = torchNumber(value[0] ?? 0, dtype);
    if (p.function === 'minimum')
      return [{ code: `${tensor.code}.clamp(max=${number})`, order: tensor.order }];
    if (p.function === 'maximum')
      return [{ code: `${tensor.code}.clamp(min=${number})`, order: tensor.order }];
    return [{ code: write(tensor.code, number), order: tensor.order }];
  }
  const y = value ? torch.constant(value, dtype, shape) : torch.parameter('value');
  return [{ code: write(torch.document(0), y), order: 'document' }];
}

/** A function of each element as an expression. */
export function torchUnary(name: UnaryName, x: string): string {
  return `torch.${name === 'not' ? 'logical_not' : name}(${x})`;
}

function reduction(name: Reduction, x: string, over: string, keep: string): string {
  switch (name) {
    case 'mean':
    case 'sum':
    case 'logsumexp':
      return `${x}.${name}(${over}${keep})`;
    case 'max':
      return `${x}.amax(${over}${keep})`;
    case 'min':
      return `${x}.amin(${over}${keep})`;
    case 'l1':
      return `${x}.abs().sum(${over}${keep})`;
    case 'l2':
      return `torch.linalg.vector_norm(${x}, dim=${over}${keep})`;
    case 'logsum':
      return `${x}.sum(${over}${keep}).log()`;
    case 'sumsquare':
      return `${x}.square().sum(${over}${keep})`;
    case 'prod':
      throw new Error('A product goes over one axis at a time.');
  }
}

/**
 * Axes summed up. Maps with the channels in front stay so where the axes stay, or where all positions go.
 *
 * @param context a layer with one input
 * @param torch the module under construction
 * @param name what is computed
 * @param axes counted from the front, in the document's order
 * @param keepdims whether they stay with extent 1
 */
export function torchReduce<P>(
  { inputs: [input], inputTensors: [tensor] }: TorchContext<P>,
  torch: TorchModule,
  name: Reduction,
  axes: readonly number[],
  keepdims: boolean,
): readonly TorchTensor[] {
  const rank = input?.shape?.length ?? 0;
  const dtype = input?.dtype ?? 'float32';
  const allPositions = axes.length === rank - 2 && axes.every(axis => axis > 0 && axis < rank - 1);
  const isFirst = tensor?.order === 'channels-first' && (keepdims || allPositions);
  const given = isFirst ? tensor.code : torch.document(0);
  const places = isFirst ? axes.map(axis => toChannelsFirst(rank).indexOf(axis)) : [...axes];
  const sorted = places.sort((a, b) => a - b);
  const keep = keepdims ? ', keepdim=True' : '';
  const order = isFirst && keepdims ? 'channels-first' : 'document';
  if (name === 'prod') {
    const last = keepdims ? sorted : sorted.toReversed();
    return [{ code: last.reduce((code, axis) => `${code}.prod(${axis}${keep})`, given), order }];
  }
  const over = sorted.length === 1 ? String(sorted[0]) : pythonTuple(sorted);
  const x = isWhole(dtype) && name === 'mean' ? `${given}.double()` : given;
  const code = reduction(name, x, over, keep);
  return [{ code: isWhole(dtype) ? `${code}.to(${torchType(dtype)})` : code, order }];
}

/**
 * Whole numbers that a layer takes from its parameters or from a wire, as a Python list or tuple: written out where they are known.
 *
 * @param torch the module under construction
 * @param port the wire
 * @param wire what stands on it; undefined where the numbers are given
 * @param given the parameter
 */
export function torchExtents(
  torch: TorchModule,
  port: number,
  wire: Value | undefined,
  given: readonly number[],
): string {
  return wire
    ? (writtenExtents(torch, elementsOf(wire)) ?? `${torch.document(port)}.tolist()`)
    : pythonTuple(given);
}

/** Extents as a tuple, the batch by the input's; null where one is not known. */
function writtenExtents(torch: TorchModule, dims: readonly Dim[] | null): string | null {
  const words = dims?.map(dim =>
    typeof dim === 'number' ? pythonNumber(dim) : dim === BATCH ? torch.batchSize() : null,
  );
  if (!words || words.includes(null)) return null;
  return words.length === 1 ? `(${words[0]},)` : `(${words.join(', ')})`;
}

/** A tensor of other extents with the same elements; one unknown extent follows from the others. */
export function torchReshape(
  torch: TorchModule,
  input: Value | undefined,
  wire: Value | undefined,
  given: readonly number[],
  output: Value | undefined,
): string {
  const x = torch.document(0);
  const known = output?.shape ?? null;
  const open = known?.filter(dim => typeof dim !== 'number').length ?? 2;
  const isEmpty = known?.includes(0) || input?.shape?.includes(0);
  if (known && open <= 1 && !isEmpty)
    return `${x}.reshape${pythonTuple(known.map(dim => (typeof dim === 'number' ? dim : -1)))}`;
  const written = writtenExtents(torch, known);
  if (written) return `${x}.reshape${written}`;
  if (wire) return `${x}.reshape(${torch.document(1)}.tolist())`;
  const parts = given.map((extent, axis) => (extent === 0 ? `${x}.shape[${axis}]` : String(extent)));
  return `${x}.reshape(${parts.join(', ')})`;
}

/** A tensor stretched to a shape by broadcasting; an extent of 1 keeps a larger one. */
export function torchExpand(
  torch: TorchModule,
  input: Value | undefined,
  wire: Value | undefined,
  given: readonly number[],
): string {
  const x = torch.document(0);
  const rank = input?.shape?.length ?? 0;
  const target = wire ? elementsOf(wire) : given;
  if (target) {
    const kept = new Array<Dim>(Math.max(0, rank - target.length)).fill(1);
    const reached = [...kept, ...target].map(
      (dim, axis, all): Dim => (dim === 1 && axis >= all.length - rank ? -1 : dim),
    );
    const written = writtenExtents(torch, reached);
    if (written) return `${x}.expand${written}`;
  }
  const extents = torchExtents(torch, 1, wire, given);
  return `${x}.expand(torch.broadcast_shapes(${x}.shape, ${extents}))`;
}

const PAD_AXIS = `def pad_axis(x, axis, sides, mode):
    """Pads one axis by its own elements."""
    rows = x.movedim(axis, -1)
    padded = F.pad(rows.reshape(1, -1, rows.shape[-1]), sides, mode=mode)
    return padded.reshape(*rows.shape[:-1], -1).movedim(-1, axis)`;

const PAD_MODES = { reflect: 'reflect', edge: 'replicate', wrap: 'circular' } as const;

/**
 * A tensor with elements around it.
 *
 * @param torch the module under construction
 * @param pads amounts before each axis, then after each
 * @param mode what is put there
 * @param value the constant
 */
export function torchPadAny(
  torch: TorchModule,
  pads: readonly number[],
  mode: 'constant' | keyof typeof PAD_MODES,
  value: number,
): string {
  const rank = pads.length / 2;
  const sides = Array.from({ length: rank }, (_, axis) => [pads[axis] ?? 0, pads[rank + axis] ?? 0]);
  const x = torch.document(0);
  if (pads.every(amount => amount === 0)) return x;
  if (mode === 'constant') {
    const first = Math.max(
      0,
      sides.findIndex(side => side.some(amount => amount !== 0)),
    );
    const amounts = sides.slice(first).reverse().flat();
    return `F.pad(${pythonArguments(x, pythonTuple(amounts), value !== 0 && `value=${pythonNumber(value)}`)})`;
  }
  const name = torch.define(PAD_AXIS);
  return sides.reduce(
    (code, side, axis) =>
      side.every(amount => amount === 0)
        ? code
        : `${name}(${code}, ${axis}, ${pythonTuple(side)}, "${PAD_MODES[mode]}")`,
    x,
  );
}

/** An index that takes along one axis: `x[:, :, INDEX]`. */
export function torchIndex(x: string, axis: number, index: string): string {
  return `${x}[${':, '.repeat(axis)}${index}]`;
}

/** The numbers on a wire, or a sentence that they must be known. */
export function knownNumbers(wire: Value | undefined, given: readonly number[] | null, what: string) {
  if (!wire) return given;
  const { constant } = wire;
  if (!constant)
    fail('shape.unknown', `takes ${what} that are only known when it runs. Export ONNX instead.`);
  return constant;
}
