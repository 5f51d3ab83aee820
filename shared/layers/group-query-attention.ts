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
import { groupedHeads } from './arithmetic/grouped-heads.ts';
import { defineLayer } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { integer } from './parameters.ts';

/** Attention in which several query heads share a head of keys and values. */
export default defineLayer({
  type: 'GroupQueryAttention',
  category: 'attention',
  title: 'Grouped-query attention',
  searchWords: ['grouped', 'gqa', 'multi-query', 'mqa', 'transformer', 'llama', 'GroupedQueryAttention'],
  documentation: {
    what: 'A multi-head attention in which groups of query heads share one head of keys and values: num_query_heads / num_key_value_heads in a group. With one head of keys and values it is multi-query attention, with as many as query heads multi-head attention. It needs less memory for keys and values.',
    inputShape: '(batch, places, features) for each of query, value and key',
    outputShape: "the query's",
    example: '10 × 64, head_dim 16, 4 query heads, 2 key-value heads: 10 × 64, 12,480 parameters',
    errors: [
      'The query heads do not divide by the key-value heads.',
      'Query and value have different features.',
      'Value and key differ in their places.',
    ],
    source:
      'Keras 3, keras.layers.GroupQueryAttention, class GroupedQueryAttention (there the three sizes must be given, and use_causal_mask is an argument of the call); Ainslie et al. 2023',
  },
  parameters: {
    head_dim: integer({ default: 64, min: 1, doc: 'Size of a head.' }),
    num_query_heads: integer({ default: 8, min: 1, doc: 'Number of query heads.' }),
    num_key_value_heads: integer({
      default: 2,
      min: 1,
      doc: 'Number of heads of keys and values; it must divide the query heads.',
    }),
    ...DROPOUT_AND_BIAS,
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
      `${formatCount(p.num_query_heads)} on ${formatCount(p.num_key_value_heads)} heads of ${formatCount(p.head_dim)}`,
      p.use_causal_mask && 'causal',
      p.sliding_window !== null && `window ${formatCount(p.sliding_window)}`,
      p.use_gate && 'gate',
      !p.use_bias && 'no bias',
    ),
  infer: ({ parameters: p, inputs }) => inferHeads(inputs, p, shapes => groupedHeads(p, shapes)),
  weights({ parameters: p, inputs }) {
    const shapes = attentionInputs(inputs);
    return shapes ? projectionWeights(projections(shapes, groupedHeads(p, shapes), p.use_gate), p) : [];
  },
  multiplyAdds: context => headsCost(context, shapes => groupedHeads(context.parameters, shapes)),
  explain: context => explainHeads(context, shapes => groupedHeads(context.parameters, shapes)),
  /** An argument of the call in Keras, no entry of its config. */
  kerasConfig: () => ({ use_causal_mask: undefined }),
  keras: ({ parameters: p, tensors }, graph) =>
    graph.own({}, tensors, {
      separate: true,
      ...(p.use_causal_mask ? { named: { use_causal_mask: true } } : {}),
    }),
  kerasSublayers: () => ({
    query: '_query_dense',
    gate: '_gate_dense',
    key: '_key_dense',
    value: '_value_dense',
    attention_output: '_output_dense',
  }),
  onnx: (context, graph) => [
    emitHeads(
      context,
      graph,
      groupedHeads(
        context.parameters,
        context.inputs.map(input => input.shape ?? []),
      ),
    ),
  ],
  pytorch: (context, torch) =>
    torchHeads(
      context,
      torch,
      groupedHeads(
        context.parameters,
        context.inputs.map(input => input.shape ?? []),
      ),
    ),
});
