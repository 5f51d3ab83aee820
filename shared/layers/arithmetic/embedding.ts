import type { Value } from '../../document/value.ts';
import { type LayerContext, type MaskMaking, output, type WeightDescription } from '../contract.ts';
import { ONNX_ELEMENT_TYPES, type OnnxContext, type OnnxGraph } from '../onnx-contract.ts';
import {
  boolean,
  constraint,
  initializer,
  integer,
  type ParameterValues,
  regularizer,
} from '../parameters.ts';

/** The size of the table. */
export const TABLE_SIZE = {
  input_dim: integer({ default: 1000, min: 1, doc: 'Number of rows: the largest whole number plus one.' }),
  output_dim: integer({ default: 64, min: 1, doc: 'Length of a row.' }),
};

/** How the table begins and what holds it. */
export const TABLE_SETTINGS = {
  embeddings_initializer: initializer({
    default: { name: 'random_uniform', minval: -0.05, maxval: 0.05 },
    doc: 'How the table begins.',
  }),
  embeddings_regularizer: regularizer({ doc: 'Penalty on the table.' }),
  embeddings_constraint: constraint({ doc: 'Constraint on the table.' }),
  mask_zero: boolean({
    default: false,
    doc: 'Whether 0 stands for padding that later layers leave out.',
  }),
};

/** The parameters of a looked-up table, in Keras's order. */
export const EMBEDDING_PARAMETERS = { ...TABLE_SIZE, ...TABLE_SETTINGS };

/** Their canonical values. */
export type EmbeddingParameters = ParameterValues<typeof EMBEDDING_PARAMETERS>;

/** The shape of looked-up rows: the input's with the row's length behind. */
export function inferLookup({
  parameters: p,
  inputs: [input],
}: LayerContext<EmbeddingParameters>): readonly Value[] {
  const shape = input?.shape ?? null;
  return shape === null ? [{ dtype: 'float32', shape }] : output([...shape, p.output_dim]);
}

/** The mask of numbers other than 0, where 0 stands for padding. */
export function zeroMask(p: EmbeddingParameters): MaskMaking | null {
  return p.mask_zero ? { value: 0, isOverLastAxis: false } : null;
}

/** The table as a weight. */
export function embeddingWeight(p: EmbeddingParameters): WeightDescription {
  return {
    name: 'embeddings',
    shape: [p.input_dim, p.output_dim],
    initializer: p.embeddings_initializer,
    trainable: true,
    regularizer: p.embeddings_regularizer,
    constraint: p.embeddings_constraint,
  };
}

/** Writes the lookup; indices of other types become int32, as in Keras. */
export function emitLookup(
  { inputs: [input], inputNames: [x = ''] }: OnnxContext<EmbeddingParameters>,
  graph: OnnxGraph,
): string {
  const isIndex = input?.dtype === 'int32' || input?.dtype === 'int64';
  const indices = isIndex ? x : graph.node('Cast', [x], { to: { int: ONNX_ELEMENT_TYPES.int32 } });
  return graph.node('Gather', [graph.weight('embeddings'), indices], { axis: { int: 0 } });
}
