import {
  attentionInputs,
  CAUSAL_MASK,
  DROPOUT_AND_BIAS,
  explainHeads,
  headsCost,
  inferHeads,
  PROJECTION_SETTINGS,
  projections,
  projectionWeights,
  SLIDING_WINDOW,
} from './arithmetic/attention-heads.ts';
import { emitHeads } from './arithmetic/attention-onnx.ts';
import { torchHeads } from './arithmetic/attention-pytorch.ts';
import { multiHeads } from './arithmetic/multi-heads.ts';
import { defineLayer } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { axes, dims, integer, optional } from './parameters.ts';

/** Attention with several heads. */
export default defineLayer({
  type: 'MultiHeadAttention',
  category: 'attention',
  title: 'Multi-head attention',
  searchWords: ['transformer', 'self-attention', 'cross-attention', 'mha', 'heads'],
  documentation: {
    what: 'Projects query, value and key to several heads; in each, every query takes the mean of the values weighted by softmax(query · key / √key_dim); the heads are projected back together. Wire the same tensor to query and value for self-attention; without a third wire the value is also the key.',
    inputShape: '(batch, places, features) for each of query, value and key; further axes are allowed',
    outputShape: "the query's, with output_shape in place of the features where it is given",
    example:
      '10 × 64 with itself, 8 heads, key_dim 64: 10 × 64, 4 × 64 × 512 + 3 × 512 + 64 = 132,672 parameters',
    errors: [
      'Query, value and key have different numbers of axes, or fewer than three.',
      'Value and key differ in their places.',
      'The features of an input are unknown.',
      'A mask is wanted along another axis than the first.',
    ],
    source:
      'Keras 3, keras.layers.MultiHeadAttention (there num_heads and key_dim must be given, and use_causal_mask is an argument of the call); Vaswani et al. 2017',
  },
  parameters: {
    num_heads: integer({ default: 8, min: 1, doc: 'Number of heads.' }),
    key_dim: integer({ default: 64, min: 1, doc: 'Size of a head for query and key.' }),
    value_dim: optional(
      integer({ default: 64, min: 1, doc: 'Size of a head for the value; none for key_dim.' }),
    ),
    ...DROPOUT_AND_BIAS,
    output_shape: optional(
      dims({ default: [], doc: "Extents of the output in place of the query's features; none keeps them." }),
    ),
    attention_axes: optional(
      axes({ default: [1], doc: 'Axes over which the attention goes; none for all but batch and features.' }),
    ),
    sliding_window: SLIDING_WINDOW,
    ...PROJECTION_SETTINGS,
    use_causal_mask: CAUSAL_MASK,
  },
  inputs: { min: 2, max: 3, names: ['query', 'value', 'key'] },
  traits: {
    masks: { passes: 'first', isReader: true },
    hasBias: p => p.use_bias,
    isRandom: true,
    hasTrainingMode: true,
  },
  keyParameters: p =>
    keyLine(
      `${formatCount(p.num_heads)} heads of ${formatCount(p.key_dim)}`,
      p.value_dim !== null && p.value_dim !== p.key_dim && `value ${formatCount(p.value_dim)}`,
      p.use_causal_mask && 'causal',
      p.sliding_window !== null && `window ${formatCount(p.sliding_window)}`,
      p.use_gate && 'gate',
      !p.use_bias && 'no bias',
    ),
  infer: ({ parameters: p, inputs }) => inferHeads(inputs, p, ([query = []]) => multiHeads(p, query)),
  weights({ parameters: p, inputs }) {
    const shapes = attentionInputs(inputs);
    return shapes ? projectionWeights(projections(shapes, multiHeads(p, shapes[0]), p.use_gate), p) : [];
  },
  multiplyAdds: context => headsCost(context, ([query = []]) => multiHeads(context.parameters, query)),
  explain: context => explainHeads(context, ([query = []]) => multiHeads(context.parameters, query)),
  /** An argument of the call in Keras, no entry of its config. */
  kerasConfig: () => ({ use_causal_mask: undefined }),
  keras: ({ parameters: p, tensors }, graph) =>
    graph.own({}, tensors, {
      separate: true,
      ...(p.use_causal_mask ? { named: { use_causal_mask: true } } : {}),
    }),
  kerasSublayers: () => ({
    query: 'query_dense',
    gate: '_gate_dense',
    key: 'key_dense',
    value: 'value_dense',
    attention_output: 'output_dense',
  }),
  onnx: (context, graph) => [
    emitHeads(context, graph, multiHeads(context.parameters, context.inputs[0]?.shape ?? [])),
  ],
  pytorch: (context, torch) =>
    torchHeads(context, torch, multiHeads(context.parameters, context.inputs[0]?.shape ?? [])),
});
