import { formatShape } from '../document/value.ts';
import { pythonNumber } from '../python/python-text.ts';
import {
  embeddingWeight,
  emitLookup,
  inferLookup,
  TABLE_SETTINGS,
  TABLE_SIZE,
  zeroMask,
} from './arithmetic/embedding.ts';
import { defineLayer, fail, output } from './contract.ts';
import { formatCount, formatLargeCount, keyLine } from './formatting.ts';
import { boolean, number, optional } from './parameters.ts';

/** An embedding that can also go from vectors back to a score for every row. */
export default defineLayer({
  type: 'ReversibleEmbedding',
  category: 'dense',
  title: 'Reversible embedding',
  searchWords: ['tied weights', 'language model', 'logits', 'lookup', 'vocabulary'],
  documentation: {
    what: 'A table of vectors as in Embedding; reversed, it multiplies vectors by the table and so gives a score for every row (the logits of a language model). The way back uses the same table, or one of its own with tie_weights off. With a soft cap c the scores become c · tanh(score / c).',
    inputShape: '(batch, ...) of whole numbers, or reversed (batch, ..., output_dim)',
    outputShape: '(batch, ..., output_dim), or reversed (batch, ..., input_dim)',
    example: 'reversed, 10,000 rows of 64: 100 × 64 becomes 100 × 10,000 scores',
    errors: ['Reversed, the last axis of the input is not output_dim.'],
    source:
      'Keras 3, keras.layers.ReversibleEmbedding, where reverse is an argument of the call; Press and Wolf 2016',
  },
  parameters: {
    ...TABLE_SIZE,
    tie_weights: boolean({ default: true, doc: 'Whether the way back uses the same table.' }),
    ...TABLE_SETTINGS,
    logit_soft_cap: optional(
      number({
        default: 30,
        min: 0,
        doc: 'Limit c of the scores, by c · tanh(score / c); none for no limit.',
      }),
    ),
    reverse: boolean({
      default: false,
      doc: 'Whether vectors become scores instead of numbers becoming vectors.',
    }),
  },
  inputs: { min: 1, max: 1 },
  traits: {
    takesAnyType: true,
    makesMask: p => (p.reverse ? null : zeroMask(p)),
    tableRows: p => (p.reverse ? null : p.input_dim),
  },
  keyParameters: p =>
    keyLine(
      p.reverse
        ? `${formatCount(p.output_dim)} → ${formatCount(p.input_dim)}`
        : `${formatCount(p.input_dim)} → ${formatCount(p.output_dim)}`,
      p.reverse && 'reversed',
    ),
  infer(context) {
    const { parameters: p, inputs } = context;
    if (!p.reverse) return inferLookup(context);
    const shape = inputs[0]?.shape ?? null;
    if (shape === null) return [{ dtype: 'float32', shape }];
    if (inputs[0]?.dtype !== 'float32')
      fail('shape.dtype', `computes with float32 when reversed; got ${inputs[0]?.dtype}. Feed it vectors.`);
    const last = shape.at(-1);
    if (shape.length < 2 || (typeof last === 'number' && last !== p.output_dim))
      fail(
        'shape.mismatch',
        `needs vectors of ${p.output_dim} numbers, its output_dim, to go back; got ${formatShape(shape)}. Make them equal.`,
      );
    return output([...shape.slice(0, -1), p.input_dim]);
  },
  weights: ({ parameters: p }) => [
    embeddingWeight(p),
    ...(p.tie_weights
      ? []
      : [
          {
            name: 'reverse_embeddings',
            shape: [p.output_dim, p.input_dim],
            initializer: p.embeddings_initializer,
            trainable: true,
          },
        ]),
  ],
  multiplyAdds({ parameters: p, inputs: [input] }) {
    if (!p.reverse) return 0;
    const positions = (input?.shape ?? []).slice(1, -1);
    if (!positions.every(dim => typeof dim === 'number')) return null;
    return positions.reduce<number>((product, dim) => product * Number(dim), p.input_dim * p.output_dim);
  },
  explain: ({ parameters: p }) => [
    {
      title: p.tie_weights ? 'Parameters: input_dim × output_dim' : 'Parameters: 2 × input_dim × output_dim',
      formula: `${p.tie_weights ? '' : '2 × '}${formatCount(p.input_dim)} × ${formatCount(p.output_dim)}`,
      result: formatLargeCount((p.tie_weights ? 1 : 2) * p.input_dim * p.output_dim),
    },
  ],
  /** `reverse` is an argument of the call in Keras, no entry of its config. */
  kerasConfig: () => ({ reverse: undefined, reverse_dtype: null }),
  keras: ({ parameters: p, tensors }, graph) =>
    graph.own({ reverse: undefined }, tensors, p.reverse ? { named: { reverse: true } } : {}),
  onnx(context, graph) {
    const { parameters: p, inputNames } = context;
    if (!p.reverse) return [emitLookup(context, graph)];
    const kernel = p.tie_weights
      ? graph.weight('embeddings', { permute: [1, 0] })
      : graph.weight('reverse_embeddings');
    const scores = graph.node('MatMul', [inputNames[0] ?? '', kernel]);
    if (p.logit_soft_cap === null) return [scores];
    const cap = graph.constant([p.logit_soft_cap], 'float32', []);
    return [graph.node('Mul', [graph.node('Tanh', [graph.node('Div', [scores, cap])]), cap])];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const table = torch.parameter('embeddings');
    const back = p.tie_weights ? `${table}.T` : torch.parameter('reverse_embeddings');
    const isIndex = input?.dtype === 'int32' || input?.dtype === 'int64';
    const x = torch.document(0);
    if (!p.reverse)
      return [{ code: `F.embedding(${x}${isIndex ? '' : '.int()'}, ${table})`, order: 'document' }];
    const scores = `${x} @ ${back}`;
    const cap = p.logit_soft_cap === null ? null : pythonNumber(p.logit_soft_cap);
    return [{ code: cap === null ? scores : `torch.tanh((${scores}) / ${cap}) * ${cap}`, order: 'document' }];
  },
});
