import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

const einsum = (
  equation: string,
  outputShape: Json,
  shape: Shape,
  more: Record<string, Json> = {},
): BatteryCase => ({
  type: 'EinsumDense',
  parameters: { equation, output_shape: outputShape, ...more },
  inputs: [shape],
});

const lookup = (type: string, parameters: Record<string, Json>, shape: Shape): BatteryCase => ({
  type,
  parameters: { input_dim: 6, output_dim: 4, ...parameters },
  inputs: [shape],
  dtypes: ['int32'],
});

const dot = (axes: Json, left: Shape, right: Shape, more: Record<string, Json> = {}): BatteryCase => ({
  type: 'Dot',
  parameters: { axes, ...more },
  inputs: [left, right],
});

/** Equations with the ellipsis in front, behind and absent; lookups forth and back; dot products of all ranks. */
export const CASES: readonly BatteryCase[] = [
  einsum('ab,bc->ac', [7], ['N', 5]),
  einsum('ab,bc->ac', [7], ['N', 5], { bias_axes: 'c', activation: 'relu' }),
  einsum('abc,cd->abd', [null, 4], ['N', 7, 5], { bias_axes: 'd' }),
  einsum('abc,cd->adb', [4, null], ['N', 7, 5], { bias_axes: 'd', activation: 'tanh' }),
  einsum('abc,bcd->abd', [7, 4], ['N', 7, 5], { bias_axes: 'bd' }),
  einsum('abc,cde->abde', [null, 2, 3], ['N', 7, 5], { bias_axes: 'de' }),
  einsum('abcd,cde->abe', [null, 4], ['N', 7, 2, 3], { bias_axes: 'e' }),
  einsum('abc,bd->acd', [5, 4], ['N', 7, 5], { bias_axes: 'd', activation: 'softmax' }),
  einsum('abc,cd->ad', [4], ['N', 7, 5], { bias_axes: 'd' }),
  einsum('...x,xy->...y', [4], ['N', 7, 10, 3], { bias_axes: 'y', activation: 'gelu' }),
  einsum('...x,xyz->...yz', [4, 2], ['N', 7, 3]),
  einsum('ab...,bc->ac...', [4], ['N', 3, 7, 10], { bias_axes: 'c' }),
  lookup('Embedding', {}, ['N', 7]),
  lookup('Embedding', {}, ['N']),
  lookup('Embedding', { input_dim: 5, output_dim: 1 }, ['N', 3, 5]),
  lookup('ReversibleEmbedding', {}, ['N', 7]),
  { ...lookup('ReversibleEmbedding', { tie_weights: false }, ['N', 7]), still: ['reverse_embeddings'] },
  {
    type: 'ReversibleEmbedding',
    parameters: { input_dim: 6, output_dim: 4, reverse: true },
    inputs: [['N', 7, 4]],
  },
  {
    type: 'ReversibleEmbedding',
    parameters: { input_dim: 6, output_dim: 4, reverse: true, tie_weights: false, logit_soft_cap: 2 },
    inputs: [['N', 4]],
    still: ['embeddings'],
  },
  dot(-1, ['N', 5], ['N', 5]),
  dot(1, ['N', 5], ['N', 5], { normalize: true }),
  dot([1, 2], ['N', 3, 5], ['N', 10, 3]),
  dot([2, 1], ['N', 7, 5], ['N', 5, 4], { normalize: true }),
  dot(-1, ['N', 7, 5], ['N', 4, 5]),
  dot(1, ['N', 5], ['N', 5, 4]),
  dot([2, 1], ['N', 7, 5], ['N', 5]),
  dot([3, 2], ['N', 7, 10, 3], ['N', 4, 3]),
  dot([1, 3], ['N', 3, 7, 4], ['N', 2, 5, 3], { normalize: true }),
];
