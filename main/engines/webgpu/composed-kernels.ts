import type * as tensorflow from '@tensorflow/tfjs';
import type { Tensor, Tf } from '../../../shared/layers/tfjs-contract.ts';

/** The kernels of @tensorflow/tfjs-backend-webgpu 4.22.0 reach this rank at most. */
const LARGEST_RANK = 4;

type Attributes = Readonly<Record<string, unknown>>;
type Compose = (tf: Tf, inputs: readonly Tensor[], attributes: Attributes) => Tensor;

/** Kernels that stop at rank 4, each with the names of its inputs and a form made of others for tensors of a higher rank. */
const COMPOSED: readonly {
  readonly kernel: string;
  readonly inputs: readonly string[];
  readonly compose: Compose;
}[] = [
  {
    kernel: 'PadV2',
    inputs: ['x'],
    compose: (tf, [x], attributes) =>
      byAxis(tf, x, attributes.paddings as [number, number][], (part, padding) =>
        tf.pad(part, [[0, 0], padding, [0, 0]], attributes.constantValue as number),
      ),
  },
  {
    kernel: 'MirrorPad',
    inputs: ['x'],
    compose: (tf, [x], attributes) =>
      byAxis(tf, x, attributes.paddings as [number, number][], (part, padding) =>
        tf.mirrorPad(part, [[0, 0], padding, [0, 0]], attributes.mode as 'reflect' | 'symmetric'),
      ),
  },
  {
    kernel: 'Reverse',
    inputs: ['x'],
    compose: (tf, [x], attributes) => {
      let result = given(x);
      for (const axis of axesOf(attributes.dims, result.shape.length))
        result = alongAxis(tf, result, axis, part => tf.reverse(part, 1));
      return result;
    },
  },
  {
    kernel: 'Cumsum',
    inputs: ['x'],
    compose: (tf, [x], attributes) => cumulative(tf, x, attributes, 'cumsum'),
  },
  {
    kernel: 'Cumprod',
    inputs: ['x'],
    compose: (tf, [x], attributes) => cumulative(tf, x, attributes, 'cumprod'),
  },
  {
    kernel: 'Select',
    inputs: ['condition', 't', 'e'],
    compose: (tf, [condition, t, e]) => {
      const yes = given(t);
      // A condition of rank 1 chooses among the rows.
      const flags = given(condition);
      const shape = flags.shape.length === 1 ? [flags.size, yes.size / flags.size] : [yes.size];
      return tf
        .where(
          flags.reshape(shape.map((extent, i) => (i === 0 ? extent : 1))).broadcastTo(shape),
          yes.reshape(shape),
          given(e).reshape(shape),
        )
        .reshape(yes.shape);
    },
  },
  {
    kernel: 'SpaceToBatchND',
    inputs: ['x'],
    compose: (tf, [x], attributes) => spaceToBatch(tf, given(x), attributes),
  },
  {
    kernel: 'BatchToSpaceND',
    inputs: ['x'],
    compose: (tf, [x], attributes) => batchToSpace(tf, given(x), attributes),
  },
];

/**
 * Gives the WebGPU backend forms for tensors of rank 5 and 6, made of its own kernels, where it has none. Gradients are tfjs's and
 * use the same kernels.
 *
 * @param tf the loaded library
 */
export function composeKernels(tf: Tf): void {
  for (const { kernel, inputs: names, compose } of COMPOSED) {
    const known = tf.getKernel(kernel, 'webgpu');
    if (!known) continue;
    tf.unregisterKernel(kernel, 'webgpu');
    tf.registerKernel({
      ...known,
      kernelFunc: call => {
        const tensors = names.map(name => call.inputs[name]);
        if (tensors.every(tensor => (tensor?.shape.length ?? 0) <= LARGEST_RANK))
          return known.kernelFunc(call);
        const result = compose(tf, tensors as Tensor[], (call.attrs ?? {}) as Attributes);
        // Two tensors share the numbers now: this one, which its scope frees, and the one that tfjs makes of the answer.
        (call.backend as { incRef(id: object): void }).incRef(result.dataId);
        return { dataId: result.dataId, shape: result.shape, dtype: result.dtype };
      },
    });
  }
}

function given(tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new Error('A kernel was called without its input.');
  return tensor;
}

function product(extents: readonly number[]): number {
  return extents.reduce((size, extent) => size * extent, 1);
}

/** Computes along one axis: what is before it and what is behind it become one axis each. */
function alongAxis(tf: Tf, x: Tensor, axis: number, compute: (part: tensorflow.Tensor3D) => Tensor): Tensor {
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const part = tf.reshape(x, [product(before), x.shape[axis] ?? 1, product(after)]) as tensorflow.Tensor3D;
  const result = compute(part);
  return tf.reshape(result, [...before, result.shape[1] ?? 1, ...after]);
}

/** The same for each axis that has something to pad. */
function byAxis(
  tf: Tf,
  x: Tensor | undefined,
  paddings: readonly [number, number][],
  compute: (part: tensorflow.Tensor3D, padding: [number, number]) => Tensor,
): Tensor {
  let result = given(x);
  for (const [axis, padding] of paddings.entries())
    if (padding[0] > 0 || padding[1] > 0)
      result = alongAxis(tf, result, axis, part => compute(part, padding));
  return result === x ? tf.clone(result) : result;
}

function axesOf(dims: unknown, rank: number): readonly number[] {
  const list = (Array.isArray(dims) ? dims : [dims]) as number[];
  return list.map(axis => (axis < 0 ? axis + rank : axis));
}

function cumulative(
  tf: Tf,
  x: Tensor | undefined,
  attributes: Attributes,
  kind: 'cumsum' | 'cumprod',
): Tensor {
  const tensor = given(x);
  const [axis = 0] = axesOf(attributes.axis, tensor.shape.length);
  const { exclusive, reverse } = attributes as { exclusive: boolean; reverse: boolean };
  return alongAxis(tf, tensor, axis, part => tf[kind](part, 1, exclusive, reverse));
}

/** Blocks of the last axis move first, so that those of the first axis stand outermost in the batch, as TensorFlow orders them. */
function spaceToBatch(tf: Tf, x: Tensor, attributes: Attributes): Tensor {
  const { blockShape, paddings } = attributes as { blockShape: number[]; paddings: [number, number][] };
  let result: Tensor = tf.pad(
    x,
    x.shape.map((_, axis) => paddings[axis - 1] ?? [0, 0]),
  );
  for (let i = blockShape.length - 1; i >= 0; i--) {
    const [batch = 1, ...rest] = result.shape;
    const block = blockShape[i] ?? 1;
    const before = rest.slice(0, i);
    const after = rest.slice(i + 1);
    const count = (rest[i] ?? 1) / block;
    const blocks = tf.reshape(result, [batch * product(before) * count, block, product(after)]);
    result = tf.reshape(tf.transpose(blocks, [1, 0, 2]), [block * batch, ...before, count, ...after]);
  }
  return result;
}

function batchToSpace(tf: Tf, x: Tensor, attributes: Attributes): Tensor {
  const { blockShape, crops } = attributes as { blockShape: number[]; crops: [number, number][] };
  let result = x;
  for (const [i, block] of blockShape.entries()) {
    const [blocks = 1, ...rest] = result.shape;
    const batch = blocks / block;
    const before = rest.slice(0, i);
    const after = rest.slice(i + 1);
    const count = rest[i] ?? 1;
    const split = tf.reshape(result, [block, batch * product(before) * count, product(after)]);
    result = tf.reshape(tf.transpose(split, [1, 0, 2]), [batch, ...before, count * block, ...after]);
  }
  const begin = result.shape.map((_, axis) => crops[axis - 1]?.[0] ?? 0);
  const size = result.shape.map(
    (extent, axis) => extent - (crops[axis - 1]?.[0] ?? 0) - (crops[axis - 1]?.[1] ?? 0),
  );
  return tf.slice(result, begin, size);
}
