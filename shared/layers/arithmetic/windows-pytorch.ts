import type { Dim } from '../../document/value.ts';
import { pythonNumber, pythonScalarOrTuple, pythonTuple } from '../../python/python-text.ts';
import type { TorchContext, TorchModule, TorchOrder, TorchTensor } from '../pytorch-contract.ts';
import type { ActivationName } from './activation-names.ts';
import { torchActivation } from './activation-pytorch.ts';
import { type DataFormat, type SlidingWindow, windowPads } from './windows.ts';

const SAME_PADDING = `def same_padding(x, size, strides, dilation, value=0.0):
    """Pads x (batch, channels, ...) so that a window gives ceil(extent / stride) places; an odd element stands at the end."""
    pads = []
    for extent, k, s, d in reversed(list(zip(x.shape[2:], size, strides, dilation))):
        total = max((-(-extent // s) - 1) * s + d * (k - 1) + 1 - extent, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value)`;

/** Padding for PyTorch: an argument where both sides are alike, else a call before. */
export interface TorchPadding {
  /** The tensor to slide over. */
  readonly x: string;
  /** `padding=1`; empty where there is none or it is done before. */
  readonly argument: string;
}

/**
 * How a window's padding is said in PyTorch, whose layers pad both sides of an axis alike.
 *
 * @param torch the module under construction
 * @param x channels-first input
 * @param spatial spatial extents of the input
 * @param window the sliding window
 * @param fill what is padded; another value than 0 is always padded by a call of its own
 * @param most largest padding the layer takes per axis, e.g. half the window for max pooling
 */
export function torchPadding(
  torch: TorchModule,
  x: string,
  spatial: readonly Dim[],
  window: SlidingWindow,
  fill = 0,
  most: readonly number[] | null = null,
): TorchPadding {
  const pads = windowPads(spatial, window);
  if (!pads) {
    const call = torch.define(SAME_PADDING);
    const value = fill === 0 ? '' : `, ${pythonNumber(fill)}`;
    const steps = [window.size, window.strides, window.dilation].map(pythonTuple).join(', ');
    return { x: `${call}(${x}, ${steps}${value})`, argument: '' };
  }
  if (pads.every(([begin, end]) => begin === 0 && end === 0)) return { x, argument: '' };
  const isEven = pads.every(([begin, end], axis) => begin === end && begin <= (most?.[axis] ?? Infinity));
  if (isEven) return { x, argument: `padding=${pythonScalarOrTuple(pads.map(([begin]) => begin))}` };
  const sides = [...pads].reverse().flat();
  const value = fill === 0 ? '' : `, value=${pythonNumber(fill)}`;
  return { x: `F.pad(${x}, ${pythonTuple(sides)}${value})`, argument: '' };
}

/** The order in which a layer with a data format works: channels-first documents stay as they are. */
export function torchOrderOf(format: DataFormat): TorchOrder {
  return format === 'channels_first' ? 'document' : 'channels-first';
}

/** The input of a layer with a data format, its channels behind the batch. */
export function torchMaps(torch: TorchModule, format: DataFormat, i = 0): string {
  return format === 'channels_first' ? torch.document(i) : torch.channelsFirst(i);
}

/**
 * The result of a layer with a data format after its activation; softmax and log_softmax run over the document's last axis.
 *
 * @param torch the module under construction
 * @param format the document's layout
 * @param activation applied to the result
 * @param x the expression, channels first
 */
export function torchResult(
  torch: TorchModule,
  format: DataFormat,
  activation: ActivationName,
  x: string,
): readonly TorchTensor[] {
  const axis = format === 'channels_first' ? -1 : 1;
  return [{ code: torchActivation(torch, activation, x, axis), order: torchOrderOf(format) }];
}

/**
 * An element-wise expression, in whatever order the input stands.
 *
 * @param context a layer with one input
 * @param write the expression of a variable
 */
export function torchElementwise<P>(
  { inputTensors: [tensor] }: TorchContext<P>,
  write: (x: string) => string,
): readonly TorchTensor[] {
  if (!tensor) throw new Error('An element-wise layer has no input.');
  return [{ code: write(tensor.code), order: tensor.order }];
}
