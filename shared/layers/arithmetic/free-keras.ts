import type { Dim, DType, Shape } from '../../document/value.ts';
import type { KerasGraph, KerasTensor } from '../keras-contract.ts';
import type { Initializer } from './initializer-names.ts';

/**
 * A weight that no input leads to, in layers that every Keras has: the sole row of an embedding, looked up by a zero that is made of an
 * input. Files with it load without a class of ours.
 *
 * @param weight the weight's name
 * @param shape its extents
 */
export function kerasFreeWeight(
  graph: KerasGraph,
  weight: string,
  shape: readonly number[],
  dtype: DType,
  initializer: Initializer,
): KerasTensor {
  if (dtype !== 'float32') return graph.refuse(`is a weight of type ${dtype}, for which Keras has no layer`);
  const input = graph.input();
  if (!input) return graph.refuse('is a weight without an input, and the network has no input to tie it to');
  const size = shape.reduce((product, extent) => product * extent, 1);
  const zeros = graph.op(
    'zeros_like',
    [input.tensor],
    {},
    {
      shape: input.shape,
      comment: 'A weight of its own; Keras wants every layer to have an input, here a zero.',
    },
  );
  const index = graph.op('sum', [zeros], {}, { shape: [] });
  const config = { input_dim: 1, output_dim: size, embeddings_initializer: initializer };
  const row = graph.layer('Embedding', config, [index], [{ name: weight, shape: [1, size] }], {
    shape: [size],
  });
  return graph.op('reshape', [row], { newshape: shape });
}

/**
 * Repeats a tensor for every sample of the batch, by adding zeros that are made of an input.
 *
 * @param own its extents
 * @param shape the extents that come out, the batch first
 * @returns null where more than the batch is repeated or known only while the network runs, or no input has the batch
 */
export function kerasPerSample(
  graph: KerasGraph,
  x: KerasTensor,
  own: Shape | null,
  shape: Shape,
): KerasTensor | null {
  const [batch, ...rest] = shape;
  const input = batch === undefined ? null : graph.input(batch);
  const kept = own?.slice(Math.max(0, own.length - rest.length)) ?? [];
  const isKept = rest.every((dim, i) => typeof dim === 'number' && kept[i] === dim);
  if (!input || batch === undefined || !isKept) return null;
  const zeros = graph.op(
    'zeros_like',
    [input.tensor],
    {},
    {
      shape: input.shape,
      comment: 'Once for every sample.',
    },
  );
  const axes = input.shape.slice(1).map((_, i) => i + 1);
  const sums = axes.length === 0 ? zeros : graph.op('sum', [zeros], { axis: axes }, { shape: [batch] });
  const extents: readonly Dim[] = [batch, ...rest.map(() => 1)];
  const each = graph.op('reshape', [sums], { newshape: [-1, ...rest.map(() => 1)] }, { shape: extents });
  return graph.op('add', [x, each]);
}
