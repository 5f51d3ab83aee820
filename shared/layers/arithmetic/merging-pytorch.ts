import { toChannelsFirst } from '../onnx-contract.ts';
import type { TorchContext, TorchModule, TorchOrder, TorchTensor } from '../pytorch-contract.ts';

/** The inputs of a merge in one order: channels first where all stand so and have the same rank, else the document's. */
export interface TorchOperands {
  readonly operands: readonly string[];
  readonly order: TorchOrder;
}

/**
 * Brings the inputs of a merge to one order.
 *
 * @param context the merging layer
 * @param torch the module under construction
 * @param alignRanks whether lower ranks are filled up with extents of 1 behind the batch, as Keras's merges do
 */
export function torchOperands<P>(
  { inputs, inputTensors }: TorchContext<P>,
  torch: TorchModule,
  alignRanks: boolean,
): TorchOperands {
  const ranks = inputs.map(input => input.shape?.length ?? 0);
  const rank = Math.max(...ranks);
  const isFirst = inputTensors.some(tensor => tensor.order === 'channels-first');
  if (isFirst && rank > 2 && ranks.every(one => one === rank))
    return { operands: inputs.map((_, i) => torch.channelsFirst(i)), order: 'channels-first' };
  const [first] = inputTensors;
  const sameFlat =
    typeof first?.order === 'object' &&
    inputTensors.every(({ order }) => JSON.stringify(order) === JSON.stringify(first.order));
  if (sameFlat && first) return { operands: inputTensors.map(({ code }) => code), order: first.order };
  const operands = inputs.map((_, i) => {
    const missing = rank - (ranks[i] ?? rank);
    return torch.document(i) + (alignRanks ? '.unsqueeze(1)'.repeat(missing) : '');
  });
  return { operands, order: 'document' };
}

/**
 * An element-wise merge.
 *
 * @param context the merging layer
 * @param torch the module under construction
 * @param join writes the result of two operands
 */
export function torchMerge<P>(
  context: TorchContext<P>,
  torch: TorchModule,
  join: (a: string, b: string) => string,
): readonly TorchTensor[] {
  const { operands, order } = torchOperands(context, torch, true);
  return [{ code: operands.reduce(join), order }];
}

/**
 * A concatenation.
 *
 * @param context the layer
 * @param torch the module under construction
 * @param axis counted from the front, in the document's order
 */
export function torchConcatenation<P>(
  context: TorchContext<P>,
  torch: TorchModule,
  axis: number,
): readonly TorchTensor[] {
  const { operands, order } = torchOperands(context, torch, false);
  const rank = context.inputs[0]?.shape?.length ?? 0;
  // A concatenation of flattened maps is not the flattening of concatenated ones.
  if (typeof order === 'object') {
    const parts = context.inputs.map((_, i) => torch.document(i));
    return [{ code: `torch.cat([${parts.join(', ')}], dim=${axis})`, order: 'document' }];
  }
  const dim = order === 'channels-first' ? toChannelsFirst(rank).indexOf(axis) : axis;
  return [{ code: `torch.cat([${operands.join(', ')}], dim=${dim})`, order }];
}
