import type { Shape } from '../../document/value.ts';
import type { KerasContext, KerasGraph, KerasTensor, KerasValue } from '../keras-contract.ts';
import type { PoolingKind, PoolingParameters } from './pooling.ts';
import type { DataFormat } from './windows.ts';

/** The lowest finite float32: what is padded never wins, and a config with it is JSON, which -Infinity is not. */
const LOWEST_FLOAT32 = -3.4028234663852886e38;

/** What a layer with a sliding window tells of itself. */
interface Padded {
  readonly padding: string | readonly (readonly [number, number])[];
  readonly data_format: DataFormat;
}

/**
 * A convolution in Keras: explicit padding becomes a layer of zeros before it.
 *
 * @param rank number of spatial axes
 */
export function kerasConvolution<P extends Padded>(rank: number) {
  return ({ parameters: p, tensors, inputs }: KerasContext<P>, graph: KerasGraph): readonly KerasTensor[] => {
    const [x] = tensors;
    if (!x || typeof p.padding === 'string') return graph.own({}, tensors);
    if (p.padding.every(sides => sides[0] === 0 && sides[1] === 0))
      return graph.own({ padding: 'valid' }, tensors);
    const shape = paddedShape(inputs[0]?.shape ?? [], p);
    const padded = graph.layer(`ZeroPadding${rank}D`, zeroPadding(p, rank), [x], [], { shape });
    return graph.own({ padding: 'valid' }, [padded]);
  };
}

/** ZeroPadding's parameters; the one of a single axis takes no list of axes. */
function zeroPadding({ padding, data_format }: Padded, rank: number): Record<string, unknown> {
  return { padding: rank === 1 ? padding[0] : padding, data_format };
}

function paddedShape(shape: Shape, { padding, data_format }: Padded): Shape {
  const first = data_format === 'channels_first' ? 2 : 1;
  return shape.map((dim, axis) => {
    const sides = typeof padding === 'string' ? undefined : padding[axis - first];
    return typeof dim === 'number' && sides ? dim + sides[0] + sides[1] : dim;
  });
}

/**
 * A pooling layer in Keras. Sums are averages times the window's size; where a window runs over the border, an average counts only
 * the elements inside, so that the share of the window that lies inside is averaged too.
 *
 * @param rank number of spatial axes
 * @param kind what becomes of the elements in a window
 */
export function kerasPooling(rank: number, kind: PoolingKind) {
  return (context: KerasContext<PoolingParameters>, graph: KerasGraph): readonly KerasTensor[] => {
    const { parameters: p, tensors, inputs } = context;
    const [x] = tensors;
    const hasBorder = typeof p.padding !== 'string';
    if (!x || (!hasBorder && (kind === 'max' || kind === 'average'))) return graph.own({}, tensors);
    const shape = hasBorder ? paddedShape(inputs[0]?.shape ?? [], p) : (inputs[0]?.shape ?? []);
    const pad = (tensor: KerasTensor, value: number) =>
      hasBorder
        ? graph.op('pad', [tensor], { pad_width: padWidth(p), constant_values: value }, { shape })
        : tensor;
    const pooled = (name: 'Max' | 'Average', tensor: KerasTensor) =>
      graph.layer(
        `${name}Pooling${rank}D`,
        {
          pool_size: p.pool_size,
          strides: p.strides ?? p.pool_size,
          padding: hasBorder ? 'valid' : p.padding,
          data_format: p.data_format,
        },
        [tensor],
      );
    if (kind === 'max') return [pooled('Max', pad(x, LOWEST_FLOAT32))];
    const averaged = pooled('Average', pad(kind === 'l2' ? graph.op('square', [x]) : x, 0));
    const window = p.pool_size.reduce((product, extent) => product * extent, 1);
    const share = () => pooled('Average', pad(graph.op('ones_like', [x]), 0));
    if (kind === 'average') return [graph.op('divide', [averaged, share()])];
    const isWhole = hasBorder || p.padding === 'valid';
    const sum = isWhole
      ? graph.op('multiply', [averaged, window])
      : graph.op('multiply', [averaged, countsWithin(p, graph, x, inputs[0]?.shape ?? [], rank, window)]);
    return [kind === 'l2' ? graph.op('sqrt', [sum]) : sum];
  };
}

/** How many elements of the input each window of a "same" pooling holds: those that Keras's average divides by. */
function countsWithin(
  p: PoolingParameters,
  graph: KerasGraph,
  x: KerasTensor,
  shape: Shape,
  rank: number,
  window: number,
): KerasTensor {
  const first = p.data_format === 'channels_first' ? 2 : 1;
  const strides = p.strides ?? p.pool_size;
  const padding = p.pool_size.map((size, axis): readonly [number, number] => {
    const extent = shape[axis + first];
    const stride = strides[axis] ?? 1;
    if (typeof extent !== 'number')
      return graph.refuse('adds up windows with padding "same" over an unknown extent');
    const total = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + size - extent);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  });
  const ones = graph.op(
    'pad',
    [graph.op('ones_like', [x])],
    { pad_width: padWidth({ padding, data_format: p.data_format }), constant_values: 0 },
    { shape: paddedShape(shape, { padding, data_format: p.data_format }) },
  );
  const config = { pool_size: p.pool_size, strides, padding: 'valid', data_format: p.data_format };
  return graph.op('multiply', [graph.layer(`AveragePooling${rank}D`, config, [ones]), window]);
}

/** Amounts before and after each axis, batch and channels included. */
function padWidth({ padding, data_format }: Padded): KerasValue {
  const spatial = typeof padding === 'string' ? [] : padding;
  return data_format === 'channels_first' ? [[0, 0], [0, 0], ...spatial] : [[0, 0], ...spatial, [0, 0]];
}
