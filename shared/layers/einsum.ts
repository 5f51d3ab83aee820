import { BATCH } from '../document/value.ts';
import { pythonString } from '../python/python-text.ts';
import { letterExtents, parseEinstein } from './arithmetic/einstein.ts';
import { sizeOf } from './arithmetic/elements.ts';
import { defineLayer } from './contract.ts';
import { text } from './parameters.ts';

/** A sum of products told by an equation. */
export default defineLayer({
  type: 'Einsum',
  category: 'tensor',
  title: 'Einstein sum',
  searchWords: ['einsum', 'tensor product', 'contraction', 'attention scores', 'ops.einsum'],
  documentation: {
    what: 'Multiplies tensors and adds up over the letters that the result lacks: one letter for each axis, "bij,bjk->bik" is a batched matrix product. "..." stands for any further axes.',
    inputShape: 'one or more, with as many axes as their letters',
    outputShape: 'the extents of the result’s letters',
    example: '"bqd,bkd->bqk" on (None, 7, 64) and (None, 9, 64): (None, 7, 9)',
    errors: [
      'The equation does not fit the number of wires or axes.',
      'A letter stands for two extents.',
      'A letter stands twice in one operand (a diagonal).',
    ],
    source: 'ONNX operator Einsum; numpy.einsum; keras.ops.einsum',
  },
  parameters: {
    equation: text({ default: 'bij,bjk->bik', doc: 'The letters of the operands and the result.' }),
  },
  inputs: { min: 1, max: Number.POSITIVE_INFINITY },
  traits: {},
  keyParameters: p => p.equation,
  infer({ parameters: p, inputs }) {
    const shapes = inputs.map(input => input.shape ?? []);
    const equation = parseEinstein(
      p.equation,
      shapes.map(shape => shape.length),
    );
    const extents = letterExtents(equation, shapes);
    return [
      {
        dtype: inputs[0]?.dtype ?? 'float32',
        shape: [...equation.result].map(letter => extents.get(letter) ?? null),
      },
    ];
  },
  multiplyAdds({ parameters: p, inputs }) {
    const shapes = inputs.map(input => input.shape ?? []);
    if (shapes.length < 2) return 0;
    const equation = parseEinstein(
      p.equation,
      shapes.map(shape => shape.length),
    );
    const dims = [...letterExtents(equation, shapes).values()].filter(dim => dim !== BATCH);
    const known = dims.filter(dim => typeof dim === 'number');
    return known.length === dims.length ? sizeOf(known) : null;
  },
  keras: ({ parameters: p, tensors }, graph) => [graph.op('einsum', tensors, { subscripts: p.equation })],
  onnx: ({ parameters: p, inputNames }, graph) => [
    graph.node('Einsum', inputNames, { equation: { string: p.equation } }),
  ],
  pytorch: ({ parameters: p, inputs }, torch) => [
    {
      code: `torch.einsum(${[pythonString(p.equation), ...inputs.map((_, i) => torch.document(i))].join(', ')})`,
      order: 'document',
    },
  ],
});
