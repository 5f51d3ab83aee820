import { formatShape } from '../document/value.ts';
import { CAUSAL_MASK } from './arithmetic/attention-heads.ts';
import { torchPairAttention } from './arithmetic/attention-pytorch.ts';
import {
  ATTENTION_LAYER,
  emitPairs,
  emitWeightedSum,
  inferAttention,
  PLAIN_ATTENTION,
  pairsCost,
} from './arithmetic/plain-attention.ts';
import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { boolean } from './parameters.ts';

/** Attention by sums (Bahdanau). */
export default defineLayer({
  type: 'AdditiveAttention',
  ...ATTENTION_LAYER,
  title: 'Additive attention',
  searchWords: ['bahdanau', 'query', 'key', 'value', 'alignment'],
  documentation: {
    what: 'Every query takes the mean of the values, weighted by the softmax of its scores with the keys: the sum of scale · tanh(query + key) over the features, with a learned scale for each. Without a third wire the value is also the key.',
    inputShape: '(batch, places, features) for each of query, value and key',
    outputShape: "the query's places with the value's features",
    example: 'query 10 × 64, value 20 × 64: 10 × 64, a scale of 64 parameters',
    errors: [
      'Query, value and key have different numbers of axes, or fewer than three.',
      'Query and key have different features, or these are unknown.',
      'Value and key differ in their places.',
    ],
    source:
      'Keras 3, keras.layers.AdditiveAttention, where use_causal_mask is an argument of the call; Bahdanau et al. 2015',
  },
  parameters: {
    use_scale: boolean({ default: true, doc: 'Whether a learned scale multiplies each feature.' }),
    ...PLAIN_ATTENTION,
    use_causal_mask: CAUSAL_MASK,
  },
  keyParameters: p =>
    keyLine(
      !p.use_scale && 'no scale',
      p.use_causal_mask && 'causal',
      p.dropout > 0 && `dropout ${p.dropout}`,
    ),
  infer({ parameters: p, inputs }) {
    const result = inferAttention(inputs);
    const query = inputs[0]?.shape ?? null;
    if (p.use_scale && query !== null && result[0]?.shape !== null && typeof query.at(-1) !== 'number')
      fail(
        'shape.unknown',
        `needs known features (last axis) for its scale; got ${formatShape(query)}. Give the query that extent.`,
      );
    return result;
  },
  weights: ({ parameters: p, inputs: [query] }) =>
    p.use_scale
      ? [
          {
            name: 'scale',
            shape: [Number(query?.shape?.at(-1))],
            initializer: { name: 'glorot_uniform' },
            trainable: true,
          },
        ]
      : [],
  multiplyAdds: ({ inputs: [query, value] }) =>
    pairsCost(query?.shape ?? [], value?.shape ?? [], value?.shape?.at(-1)),
  explain: ({ parameters: p, inputs: [query] }) =>
    p.use_scale
      ? [
          {
            title: 'Parameters: features',
            formula: formatCount(Number(query?.shape?.at(-1))),
            result: formatCount(Number(query?.shape?.at(-1))),
          },
        ]
      : [],
  /** An argument of the call in Keras, no entry of its config. */
  kerasConfig: () => ({ use_causal_mask: undefined }),
  keras: ({ parameters: p, tensors }, graph) =>
    graph.own({}, tensors, p.use_causal_mask ? { named: { use_causal_mask: true } } : {}),
  onnx(context, graph) {
    const [query = '', value = '', key = value] = context.inputNames;
    const rank = context.inputs[0]?.shape?.length ?? 3;
    const pairs = emitPairs(graph, query, key, rank, null);
    const scaled = context.parameters.use_scale ? graph.node('Mul', [pairs, graph.weight('scale')]) : pairs;
    return [emitWeightedSum(context, graph, reduce(graph, 'ReduceSum', scaled, [rank], false))];
  },
  pytorch(context, torch) {
    const scale = context.parameters.use_scale ? torch.parameter('scale') : null;
    const score = (pairs: string) => (scale === null ? `${pairs}.sum(-1)` : `(${pairs} * ${scale}).sum(-1)`);
    return torchPairAttention(context, torch, score, null);
  },
});
