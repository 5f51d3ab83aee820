import type { Rank } from '@tensorflow/tfjs';
import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { type PoolingKind, type PoolingParameters, poolingWindow } from './pooling.ts';
import type { GlobalPoolingParameters } from './pooling-global.ts';
import { type SlidingWindow, spatialAxesOf, windowOutputs, windowPads } from './windows.ts';

type Pads = readonly (readonly [number, number])[];

/** Smallest sum of squares whose root is taken: the root's gradient at 0 is infinite. Adds at most 1e-15. */
const TINY = 1e-30;

/**
 * Pools windows, with a gradient. Padding is done here (but for the maximum of `same` pictures) and the engine pools valid windows: tfjs's
 * javascript gradient of average pooling counts the padding, and no engine takes explicit sides.
 *
 * @param tf the engine
 * @param kind what becomes of the elements in a window
 * @param context the forward's context; one input of 1 to 3 spatial axes
 * @throws Error when the input is missing
 */
export function applyPooling(
  tf: Tf,
  kind: PoolingKind,
  { parameters: p, inputs: [x] }: ForwardContext<PoolingParameters>,
): Tensor {
  if (!x) throw new Error('A pooling layer was called without its input.');
  const isFirst = p.data_format === 'channels_first';
  const channelsLast = isFirst ? tf.transpose(x, [0, ...spatialAxesOf('channels_first', x.rank), 1]) : x;
  const pooled = poolChannelsLast(tf, kind, channelsLast, poolingWindow(p));
  return isFirst ? tf.transpose(pooled, [0, x.rank - 1, ...spatialAxesOf('channels_last', x.rank)]) : pooled;
}

function poolChannelsLast(tf: Tf, kind: PoolingKind, x: Tensor, window: SlidingWindow): Tensor {
  const spatial = x.shape.slice(1, -1);
  const pads = windowPads(spatial, window) ?? spatial.map(() => [0, 0] as const);
  const elements = window.size.reduce((product, extent) => product * extent, 1);
  switch (kind) {
    case 'max':
      // In three dimensions tfjs's own `same` goes wrong where the stride exceeds the window.
      return window.padding === 'same' && x.rank < 5
        ? poolWindows(tf, 'max', x, window, 'same')
        : poolWindows(tf, 'max', pad(tf, x, pads, Number.NEGATIVE_INFINITY), window, 'valid');
    case 'average': {
      const mean = poolWindows(tf, 'avg', pad(tf, x, pads, 0), window, 'valid');
      return isUnpadded(pads) ? mean : tf.mul(mean, uncounted(tf, spatial, pads, window));
    }
    case 'sum':
      return tf.mul(poolWindows(tf, 'avg', pad(tf, x, pads, 0), window, 'valid'), elements);
    case 'l2': {
      const mean = poolWindows(tf, 'avg', pad(tf, tf.square(x), pads, 0), window, 'valid');
      return tf.sqrt(tf.maximum(tf.mul(mean, elements), TINY));
    }
  }
}

function isUnpadded(pads: Pads): boolean {
  return pads.every(([begin, end]) => begin + end === 0);
}

function pad(tf: Tf, x: Tensor, pads: Pads, value: number): Tensor {
  if (isUnpadded(pads)) return x;
  return tf.pad(x, [[0, 0], ...pads.map(([begin, end]): [number, number] => [begin, end]), [0, 0]], value);
}

/** The factor window size / elements inside the input, for each output position: an outer product over the axes. */
function uncounted(tf: Tf, spatial: readonly number[], pads: Pads, window: SlidingWindow): Tensor {
  const counts = windowOutputs(spatial, window).map((outputs, axis) => {
    const size = window.size[axis] ?? 1;
    const stride = window.strides[axis] ?? 1;
    const [begin] = pads[axis] ?? [0, 0];
    const extent = spatial[axis] ?? 1;
    return Array.from({ length: Number(outputs) }, (_, position) => {
      const start = position * stride - begin;
      return size / (Math.min(start + size, extent) - Math.max(start, 0));
    });
  });
  return counts
    .map((factors, axis) => {
      const shape = [1, ...spatial.map((_, other) => (other === axis ? factors.length : 1)), 1];
      return tf.tensor(factors, shape);
    })
    .reduce((product, factors) => tf.mul(product, factors));
}

/** Pools a channels-last tensor; one spatial axis is pooled as a picture of width 1. */
function poolWindows(
  tf: Tf,
  kind: 'max' | 'avg',
  x: Tensor,
  window: SlidingWindow,
  padding: 'valid' | 'same',
): Tensor {
  const [s0 = 1, s1 = 1, s2 = 1] = window.size;
  const [t0 = 1, t1 = 1, t2 = 1] = window.strides;
  const [n = 1, e0 = 1, e1 = 1, e2 = 1] = x.shape;
  const channels = x.shape.at(-1) ?? 1;
  if (x.rank === 5) {
    const volume = tf.reshape<Rank.R5>(x, [n, e0, e1, e2, channels]);
    const pool = kind === 'max' ? tf.maxPool3d : tf.avgPool3d;
    return pool(volume, [s0, s1, s2], [t0, t1, t2], padding);
  }
  const pool = kind === 'max' ? tf.maxPool : tf.avgPool;
  if (x.rank === 4) return pool(tf.reshape<Rank.R4>(x, [n, e0, e1, channels]), [s0, s1], [t0, t1], padding);
  const pooled = pool(tf.reshape<Rank.R4>(x, [n, e0, 1, channels]), [s0, 1], [t0, 1], padding);
  return tf.squeeze(pooled, [2]);
}

/**
 * Pools all positions of each channel.
 *
 * @param tf the engine
 * @param kind maximum or average
 * @param context the forward's context
 * @throws Error when the input is missing
 */
export function applyGlobalPooling(
  tf: Tf,
  kind: 'max' | 'average',
  { parameters: p, inputs: [x], masks }: ForwardContext<GlobalPoolingParameters>,
): Tensor {
  if (!x) throw new Error('A global pooling layer was called without its input.');
  const axes = [...spatialAxesOf(p.data_format, x.rank)];
  const mask = masks?.[0];
  if (mask) {
    const shares = tf.expandDims(tf.cast(mask, 'float32'), p.data_format === 'channels_last' ? 2 : 1);
    return tf.div(tf.sum(tf.mul(x, shares), axes, p.keepdims), tf.sum(shares, axes, p.keepdims));
  }
  return kind === 'max' ? maximum(tf, x, axes, p.keepdims) : tf.mean(x, axes, p.keepdims);
}

/** The maximum with TensorFlow's gradient: equal largest elements share it, where tfjs gives each the whole. */
function maximum(tf: Tf, x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const shared = tf.customGrad((input, save) => {
    const tensor = input as Tensor;
    const largest = tf.max(tensor, axes, true);
    (save as (tensors: Tensor[]) => void)([tensor, largest]);
    return {
      value: keepdims ? largest : tf.squeeze(largest, axes),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [before = tensor, top = largest] = saved;
        const winners = tf.cast(tf.equal(before, top), 'float32');
        return tf.mul(tf.reshape(dy, top.shape), tf.div(winners, tf.sum(winners, axes, true)));
      },
    };
  });
  return shared(x);
}
