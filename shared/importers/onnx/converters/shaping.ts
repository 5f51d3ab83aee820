import type { Dim } from '../../../document/value.ts';
import { type ConvertContext, type Converter, front } from '../convert-context.ts';
import type { Step } from '../draft.ts';
import { attributeInt, attributeInts, attributeText } from '../node-attributes.ts';
import { dtypeOf } from '../read-tensor.ts';

/** An index beyond every extent: exporters write the largest int64 for "to the end". */
const END = 2_147_483_647;

/** Flatten: the usual one keeps the batch. */
export const flatten: Converter = context => {
  const rank = context.rank(0);
  if (rank === null) return null;
  const axis = front(attributeInt(context.node, 'axis', 1), rank);
  if (axis === 1 && rank >= 2) return [{ type: 'Flatten', inputs: [context.input(0)] }];
  return [{ type: 'FlattenTensor', inputs: [context.input(0)], parameters: { axis } }];
};

const product = (dims: readonly Dim[]): number | null =>
  dims.reduce<number | null>((all, dim) => (all === null || typeof dim !== 'number' ? null : all * dim), 1);

/** Reshape: with the batch kept the layer of that name, else the tensor's own type, else with the shape on a wire. */
export const reshape: Converter = context => {
  const { node } = context;
  const shape = context.shape(0);
  const allowzero = attributeInt(node, 'allowzero', 0) === 1;
  const given = context.dims(1);
  if (!shape) return null;
  const dynamic: Step = {
    type: 'ReshapeTensor',
    inputs: [context.input(0), context.input(1)],
    parameters: { allowzero },
  };
  if (!given) return [dynamic];
  const target = given.map((dim, axis) => (dim === 0 && !allowzero ? (shape[axis] ?? null) : dim));
  const kept = target.map((dim, axis) => dim !== null && dim === shape[axis]);
  const open = target.flatMap((dim, axis) => (typeof dim === 'number' && dim >= 0 ? [] : [axis]));
  const [first] = target;
  const rest = target.slice(1);
  // -1 in front is the batch where the other extents hold as many elements as one sample.
  const sample = product(shape.slice(1));
  const isBatchInferred = first === -1 && sample !== null && sample === product(rest) && sample > 0;
  const keepsBatch = shape.length > 0 && (kept[0] || isBatchInferred);
  const restOpen = open.filter(axis => axis > 0);
  if (keepsBatch && target.length > 1 && restOpen.length <= 1 && rest.every(dim => dim !== 0))
    return [
      {
        type: 'Reshape',
        inputs: [context.input(0)],
        parameters: { target_shape: rest.map((dim, i) => (restOpen.includes(i + 1) ? -1 : dim)) },
      },
    ];
  if (allowzero && target.includes(0)) return [dynamic];
  const unkept = open.filter(axis => !kept[axis]);
  if (unkept.length > 1) return [dynamic];
  // Where the file tells whose extent it is, and the elements do not, the extents stay on their wire: the network goes on with a known batch.
  const inferred = target[unkept[0] ?? -1];
  if (typeof inferred === 'string' && shape.includes(null)) return [dynamic];
  const entries = target.map((dim, axis) =>
    unkept.includes(axis) ? -1 : typeof dim === 'number' ? dim : kept[axis] ? 0 : -1,
  );
  return [{ type: 'ReshapeTensor', inputs: [context.input(0)], parameters: { shape: entries } }];
};

/** Transpose: with the batch in front the layer for it. */
export const transpose: Converter = context => {
  const rank = context.rank(0);
  if (rank === null) return null;
  const perm = attributeInts(context.node, 'perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  const inputs = [context.input(0)];
  if (perm[0] === 0 && rank > 1) return [{ type: 'Permute', inputs, parameters: { dims: perm.slice(1) } }];
  return [{ type: 'Transpose', inputs, parameters: { perm: [...perm] } }];
};

/** The axes of Squeeze and Unsqueeze: an attribute, from operator set 13 on an input; undefined where there are none. */
function axesOf(context: ConvertContext): readonly number[] | null | undefined {
  return attributeInts(context.node, 'axes') ?? (context.has(1) ? context.numbers(1) : undefined);
}

export const squeeze: Converter = context => {
  const axes = axesOf(context);
  if (axes === null) return null;
  return [{ type: 'Squeeze', inputs: [context.input(0)], parameters: { axes: axes ? [...axes] : null } }];
};

export const unsqueeze: Converter = context => {
  const axes = axesOf(context);
  return axes ? [{ type: 'Unsqueeze', inputs: [context.input(0)], parameters: { axes: [...axes] } }] : null;
};

/** Slice: its bounds are attributes, from operator set 10 on inputs. */
export const slice: Converter = context => {
  const { node } = context;
  const list = (i: number, name: string) =>
    context.opset < 10 ? attributeInts(node, name) : context.has(i) ? context.numbers(i) : undefined;
  const [starts, ends, axes, steps] = [list(1, 'starts'), list(2, 'ends'), list(3, 'axes'), list(4, 'steps')];
  if (starts === null || ends === null || axes === null || steps === null)
    return [{ type: 'Slice', inputs: node.inputs.filter(name => name !== '') }].filter(
      () => !node.inputs.includes(''),
    );
  if (!starts || !ends) return null;
  const bound = (value: number) => Math.max(-END, Math.min(END, value));
  return [
    {
      type: 'Slice',
      inputs: [context.input(0)],
      parameters: {
        starts: starts.map(bound),
        ends: ends.map(bound),
        axes: axes ? [...axes] : null,
        steps: steps?.some(step => step !== 1) ? [...steps] : null,
      },
    },
  ];
};

/** Split: sizes are an attribute, from operator set 13 on an input, or equal parts. */
export const split: Converter = context => {
  const { node } = context;
  const rank = context.rank(0);
  const sizes = attributeInts(node, 'split') ?? (context.has(1) ? context.numbers(1) : undefined);
  if (rank === null || sizes === null || node.outputs.includes('')) return null;
  const axis = attributeInt(node, 'axis', 0);
  const count = node.outputs.length;
  const parameters = sizes ? { axis, sizes: [...sizes] } : { axis, count };
  return [{ type: 'Split', inputs: [context.input(0)], parameters }];
};

/** Gather: with constant indices or on two wires. */
export const gather: Converter = context => {
  const { node } = context;
  const axis = attributeInt(node, 'axis', 0);
  const indices = context.constant(1);
  const numbers = context.numbers(1);
  const shape = indices?.shape ?? context.shape(1);
  const isSmall = numbers && numbers.length <= 256 && shape?.every(extent => typeof extent === 'number');
  if (isSmall && !context.constant(0))
    return [
      {
        type: 'Gather',
        inputs: [context.input(0)],
        parameters: { axis, indices: [...numbers], indices_shape: [...(shape ?? [])] },
      },
    ];
  return [{ type: 'Gather', inputs: [context.input(0), context.input(1)], parameters: { axis } }];
};

/** Pad: zeros around the positions of maps are the layer for it, the rest the tensor's own type. */
export const pad: Converter = context => {
  const { node } = context;
  const rank = context.rank(0);
  const mode = attributeText(node, 'mode', 'constant');
  const given = attributeInts(node, 'pads') ?? context.numbers(1);
  const value =
    context.opset < 11 ? (node.attributes.get('value')?.float ?? 0) : context.has(2) ? context.scalar(2) : 0;
  const axesInput = context.has(3) ? context.numbers(3) : undefined;
  if (rank === null || !given || value === null || axesInput === null) return null;
  const pads = new Array<number>(2 * rank).fill(0);
  const axes = axesInput ?? Array.from({ length: rank }, (_, i) => i);
  axes.forEach((axis, i) => {
    pads[front(axis, rank)] = given[i] ?? 0;
    pads[rank + front(axis, rank)] = given[axes.length + i] ?? 0;
  });
  const type = ['ZeroPadding1D', 'ZeroPadding2D', 'ZeroPadding3D'][rank - 3];
  const isZero = mode === 'constant' && value === 0 && context.dtype(0) === 'float32';
  const isUnpadded = (...axes: readonly number[]) =>
    axes.every(axis => pads[axis] === 0 && pads[rank + axis] === 0) && pads.every(amount => amount >= 0);
  // Where the channels are, the border tells: they have none.
  const isFirst = isUnpadded(0, 1);
  if (type && isZero && (isFirst || isUnpadded(0, rank - 1))) {
    const start = isFirst ? 2 : 1;
    const padding = Array.from({ length: rank - 2 }, (_, i) => [
      pads[i + start] ?? 0,
      pads[rank + i + start] ?? 0,
    ]);
    const data_format = isFirst ? 'channels_first' : 'channels_last';
    return [{ type, inputs: [context.input(0)], parameters: { padding, data_format } }];
  }
  return [{ type: 'Pad', inputs: [context.input(0)], parameters: { pads, mode, value } }];
};

export const cast: Converter = context => {
  const dtype = dtypeOf(attributeInt(context.node, 'to', 0));
  return dtype ? [{ type: 'Cast', inputs: [context.input(0)], parameters: { dtype } }] : null;
};

/** Expand: to constant extents, or with the extents on a wire. */
export const expand: Converter = context => {
  const target = context.numbers(1);
  const inputs = target ? [context.input(0)] : [context.input(0), context.input(1)];
  return [{ type: 'Expand', inputs, ...(target ? { parameters: { shape: [...target] } } : {}) }];
};

export const tile: Converter = context => {
  const repeats = context.numbers(1);
  const inputs = repeats ? [context.input(0)] : [context.input(0), context.input(1)];
  return [{ type: 'Tile', inputs, ...(repeats ? { parameters: { repeats: [...repeats] } } : {}) }];
};

export const topK: Converter = context => {
  const { node } = context;
  if (node.outputs.length !== 2 || !context.has(1)) return null;
  const k = context.scalar(1);
  const parameters = {
    axis: attributeInt(node, 'axis', -1),
    largest: attributeInt(node, 'largest', 1) === 1,
    sorted: attributeInt(node, 'sorted', 1) === 1,
  };
  if (k === null) return [{ type: 'TopK', inputs: [context.input(0), context.input(1)], parameters }];
  return [{ type: 'TopK', inputs: [context.input(0)], parameters: { ...parameters, k } }];
};

export const cumSum: Converter = context => {
  const axis = context.scalar(1);
  if (axis === null) return null;
  const { node } = context;
  return [
    {
      type: 'CumSum',
      inputs: [context.input(0)],
      parameters: {
        axis,
        exclusive: attributeInt(node, 'exclusive', 0) === 1,
        reverse: attributeInt(node, 'reverse', 0) === 1,
      },
    },
  ];
};

/** A node whose inputs are all wires and that has no attributes that matter. */
export function wired(type: string): Converter {
  return ({ node }) => (node.inputs.includes('') ? null : [{ type, inputs: [...node.inputs] }]);
}

export const shapeOf: Converter = context => {
  const { node } = context;
  const end = node.attributes.get('end')?.int;
  return [
    {
      type: 'Shape',
      inputs: [context.input(0)],
      parameters: { start: attributeInt(node, 'start', 0), end: end ?? null },
    },
  ];
};
