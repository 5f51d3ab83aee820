import { DTYPES } from '../document/value.ts';
import { sizeOf, valueWith } from './arithmetic/elements.ts';
import { kerasFreeWeight } from './arithmetic/free-keras.ts';
import { engineConstant } from './arithmetic/operators-onnx.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { axes, boolean, choice, initializer, numbers, optional } from './parameters.ts';

/** A tensor that does not come from an input: numbers of the document, or a weight. */
export default defineLayer({
  type: 'Constant',
  category: 'tensor',
  title: 'Constant or free weight',
  searchWords: ['initializer', 'parameter', 'variable', 'literal', 'class token', 'position embedding'],
  documentation: {
    what: 'A tensor of its own, without an input: the numbers in value, or a weight of the given shape where value is none (a class token, position embeddings).',
    inputShape: 'none',
    outputShape: 'shape, the batch not added',
    example: 'shape [1, 197, 768] without value: a weight of 151,296 parameters',
    errors: ['value does not have as many numbers as shape tells.'],
    source: 'ONNX operator Constant and initializers; torch.nn.Parameter',
  },
  parameters: {
    value: optional(numbers({ default: [0], doc: 'The elements row by row; none for a weight.' })),
    shape: axes({ default: [], doc: 'The extents; none for a single number.' }),
    dtype: choice(DTYPES, { default: 'float32', doc: 'Type of the elements.' }),
    trainable: boolean({ default: false, doc: 'Whether the weight learns.' }),
    initializer: initializer({ default: { name: 'zeros' }, doc: 'How the weight begins.' }),
  },
  inputs: { min: 0, max: 0 },
  traits: { takesAnyType: true },
  keyParameters: p =>
    keyLine(
      p.value?.length === 1 && String(p.value[0]),
      p.shape.length > 0 && p.shape.join('×'),
      p.dtype !== 'float32' && p.dtype,
    ),
  infer({ parameters: p }) {
    if (p.shape.some(extent => extent < 0))
      fail('parameter.value', `needs extents of at least 0 in shape; got [${p.shape.join(', ')}].`);
    if (p.value && p.value.length !== sizeOf(p.shape))
      fail(
        'parameter.conflict',
        `has ${p.value.length} numbers in value; shape [${p.shape.join(', ')}] needs ${sizeOf(p.shape)}. Change one of the two.`,
      );
    return [valueWith(p.dtype, p.shape, p.value)];
  },
  weights: ({ parameters: p }) =>
    p.value
      ? []
      : [
          {
            name: 'value',
            shape: p.shape,
            initializer: p.initializer,
            dtype: p.dtype,
            trainable: p.trainable,
          },
        ],
  keras: ({ parameters: p }, graph) => [kerasFreeWeight(graph, 'value', p.shape, p.dtype, p.initializer)],
  onnx: ({ parameters: p }, graph) => [
    graph.node('Identity', [
      p.value ? engineConstant(graph, p.value, p.dtype, p.shape) : graph.weight('value'),
    ]),
  ],
  pytorch: ({ parameters: p }, torch) => [
    {
      code: p.value ? torch.constant(p.value, p.dtype, p.shape, '') : torch.parameter('value'),
      order: 'document',
    },
  ],
});
