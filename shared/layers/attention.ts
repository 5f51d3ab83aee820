import { CAUSAL_MASK } from './arithmetic/attention-heads.ts';
import { torchDotAttention, torchPairAttention } from './arithmetic/attention-pytorch.ts';
import {
  ATTENTION_LAYER,
  emitPairs,
  emitWeightedSum,
  inferAttention,
  PLAIN_ATTENTION,
  pairsCost,
} from './arithmetic/plain-attention.ts';
import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer, type WeightDescription } from './contract.ts';
import { formatLargeCount, keyLine } from './formatting.ts';
import { boolean, choice } from './parameters.ts';

/** Attention by scalar products (Luong). */
export default defineLayer({
  type: 'Attention',
  ...ATTENTION_LAYER,
  title: 'Attention',
  searchWords: ['dot-product attention', 'luong', 'query', 'key', 'value'],
  documentation: {
    what: 'Every query takes the mean of the values, weighted by the softmax of its scores with the keys. The score is query · key, or in the mode concat the sum of tanh(query + key). No projections: put Dense layers before it for these. Without a third wire the value is also the key.',
    inputShape: '(batch, places, features) for each of query, value and key',
    outputShape: "the query's places with the value's features",
    example:
      'query 10 × 64, value 20 × 64: 10 × 64; 10 × 20 × 64 multiply-adds for the scores and as many for the mean',
    errors: [
      'Query, value and key have different numbers of axes, or fewer than three.',
      'Query and key have different features.',
      'Value and key differ in their places.',
    ],
    source:
      'Keras 3, keras.layers.Attention, where use_causal_mask is an argument of the call; Luong et al. 2015',
  },
  parameters: {
    use_scale: boolean({ default: false, doc: 'Whether a learned number multiplies the scores.' }),
    score_mode: choice(['dot', 'concat'], { default: 'dot', doc: 'How a query and a key are scored.' }),
    ...PLAIN_ATTENTION,
    use_causal_mask: CAUSAL_MASK,
  },
  keyParameters: p =>
    keyLine(
      p.score_mode !== 'dot' && p.score_mode,
      p.use_scale && 'scale',
      p.use_causal_mask && 'causal',
      p.dropout > 0 && `dropout ${p.dropout}`,
    ),
  infer: ({ inputs }) => inferAttention(inputs),
  weights({ parameters: p }) {
    const one = (name: string): WeightDescription => ({
      name,
      shape: [],
      initializer: { name: 'ones' },
      trainable: true,
    });
    return [
      ...(p.use_scale ? [one('scale')] : []),
      ...(p.score_mode === 'concat' ? [one('concat_score_weight')] : []),
    ];
  },
  multiplyAdds({ parameters: p, inputs: [query, value] }) {
    const pairs = (features: number | string | null | undefined) =>
      pairsCost(query?.shape ?? [], value?.shape ?? [], features);
    const mean = pairs(value?.shape?.at(-1));
    const scores = p.score_mode === 'dot' ? pairs(query?.shape?.at(-1)) : 0;
    return mean === null || scores === null ? null : mean + scores;
  },
  explain({ parameters: p, inputs: [query, value] }) {
    const pairs = [...(query?.shape ?? []).slice(1, -1), value?.shape?.at(-2) ?? null];
    const features = [...(p.score_mode === 'dot' ? [query?.shape?.at(-1)] : []), value?.shape?.at(-1)];
    if (![...pairs, ...features].every(dim => typeof dim === 'number')) return [];
    const total = features.reduce<number>((sum, dim) => sum + Number(dim), 0);
    return [
      {
        title: p.score_mode === 'dot' ? 'Multiply-adds: scores + mean' : 'Multiply-adds of the mean',
        formula: features.map(dim => [...pairs, dim].join(' × ')).join(' + '),
        result: formatLargeCount(pairs.reduce<number>((product, dim) => product * Number(dim), total)),
      },
    ];
  },
  /** An argument of the call in Keras, no entry of its config. */
  kerasConfig: () => ({ use_causal_mask: undefined }),
  keras: ({ parameters: p, tensors }, graph) =>
    graph.own({}, tensors, p.use_causal_mask ? { named: { use_causal_mask: true } } : {}),
  onnx(context, graph) {
    const { parameters: p, inputs, inputNames } = context;
    const [query = '', value = '', key = value] = inputNames;
    const rank = inputs[0]?.shape?.length ?? 3;
    const scale = p.use_scale ? graph.weight('scale') : null;
    if (p.score_mode === 'concat') {
      const pairs = reduce(graph, 'ReduceSum', emitPairs(graph, query, key, rank, scale), [rank], false);
      return [
        emitWeightedSum(context, graph, graph.node('Mul', [pairs, graph.weight('concat_score_weight')])),
      ];
    }
    const swapped = Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
    const scores = graph.node('MatMul', [query, graph.transpose(key, swapped)]);
    return [emitWeightedSum(context, graph, scale === null ? scores : graph.node('Mul', [scores, scale]))];
  },
  pytorch(context, torch) {
    const { parameters: p } = context;
    const scale = p.use_scale ? torch.parameter('scale') : null;
    if (p.score_mode === 'dot') return torchDotAttention(context, torch, scale);
    const weight = torch.parameter('concat_score_weight');
    return torchPairAttention(context, torch, pairs => `${weight} * ${pairs}.sum(-1)`, scale);
  },
});
