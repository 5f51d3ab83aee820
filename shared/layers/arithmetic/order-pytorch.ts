import type { Value } from '../../document/value.ts';
import { pythonTuple } from '../../python/python-text.ts';
import { toChannelsFirst, toChannelsLast } from '../onnx-contract.ts';
import type { TorchContext, TorchModule, TorchOrder, TorchTensor } from '../pytorch-contract.ts';

/**
 * A tensor with its axes as the document has them.
 *
 * @param tensor the tensor as it is
 * @param rank its rank in the document
 */
export function documentOrder(tensor: TorchTensor | undefined, rank: number): string {
  if (!tensor) throw new Error('A layer asks for an input that it does not have.');
  const { code, order } = tensor;
  if (order === 'document') return code;
  if (order === 'channels-first') return `${code}.permute${pythonTuple(toChannelsLast(rank))}`;
  const { flattened } = order;
  const maps = [...flattened.slice(-1), ...flattened.slice(0, -1)];
  return `${code}.unflatten(1, ${pythonTuple(maps)}).permute${pythonTuple(toChannelsLast(flattened.length + 1))}.flatten(1)`;
}

/**
 * A tensor whose channels are its last axis in the document, with the channels behind the batch.
 *
 * @param tensor the tensor as it is
 * @param rank its rank in the document
 */
export function channelsFirstOrder(tensor: TorchTensor | undefined, rank: number): string {
  if (tensor?.order === 'channels-first') return tensor.code;
  return `${documentOrder(tensor, rank)}.permute${pythonTuple(toChannelsFirst(rank))}`;
}

/** A tensor in which one number for each element of the document's last axis can meet it. */
export interface AlongLast {
  readonly x: string;
  readonly order: TorchOrder;
  /** The extents in which as many numbers meet the tensor: `[64]`, or `[64, 1, 1]` for maps with the channels in front. */
  extents(count: number): readonly number[];
}

/**
 * The input of a layer that has numbers of its own for each element of the last axis.
 *
 * @param context a layer with one input
 * @param torch the module under construction
 */
export function alongLast<P>(
  { inputs: [input], inputTensors: [tensor] }: TorchContext<P>,
  torch: TorchModule,
): AlongLast {
  const rank = input?.shape?.length ?? 2;
  if (tensor?.order !== 'channels-first')
    return { x: torch.document(0), order: 'document', extents: count => [count] };
  const behind = Array.from({ length: rank - 2 }, () => 1);
  return { x: tensor.code, order: tensor.order, extents: count => [count, ...behind] };
}

/**
 * The module as a layer inside another one sees it.
 *
 * @param torch the module of the outer layer
 * @param prefix of the inner layer's weights; empty for none
 * @param inputs what the inner layer takes, with its values
 */
export function innerTorch(
  torch: TorchModule,
  prefix: string,
  inputs: readonly { readonly tensor: TorchTensor; readonly value: Value }[],
): TorchModule {
  const path = (name: string) => (prefix === '' ? name : `${prefix}/${name}`);
  const rank = (i: number) => inputs[i]?.value.shape?.length ?? 2;
  return {
    ...torch,
    module(expression, weights = {}, part = '') {
      const named = Object.entries(weights).map(([key, source]) => [
        key,
        { ...source, weight: path(source.weight) },
      ]);
      return torch.module(
        expression,
        Object.fromEntries(named),
        [prefix, part].filter(word => word !== '').join('_'),
      );
    },
    parameter: (weight, form) => torch.parameter(path(weight), form),
    document: i => documentOrder(inputs[i]?.tensor, rank(i)),
    channelsFirst: i => channelsFirstOrder(inputs[i]?.tensor, rank(i)),
  };
}
