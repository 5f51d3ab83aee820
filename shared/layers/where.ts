import { broadcastElements, broadcastShapes } from './arithmetic/broadcasting.ts';
import { valueWith } from './arithmetic/elements.ts';
import { defineLayer, fail } from './contract.ts';

/** Chooses between two tensors element by element. */
export default defineLayer({
  type: 'Where',
  category: 'tensor',
  title: 'Choose by a condition',
  searchWords: ['select', 'mask', 'if', 'ops.where'],
  documentation: {
    what: 'Takes each element from the second input where the condition holds, else from the third. The three broadcast as in NumPy.',
    inputShape: 'condition (booleans), and two tensors of one type',
    outputShape: 'the larger extent of each axis',
    example: 'true, false with 1, 2 and 3, 4: 1, 4',
    errors: [
      'The condition holds no booleans.',
      'The two tensors differ in type.',
      'The shapes do not broadcast.',
    ],
    source: 'ONNX operator Where; keras.ops.where',
  },
  parameters: {},
  inputs: { min: 3, max: 3, names: ['condition', 'x', 'y'] },
  traits: { takesAnyType: true },
  keyParameters: () => '',
  infer({ inputs }) {
    const [condition, x, y] = inputs;
    if (condition?.dtype !== 'bool')
      fail('shape.dtype', `needs booleans as its condition; got ${condition?.dtype}. Compare with 0 before.`);
    if (x?.dtype !== y?.dtype)
      fail(
        'shape.dtype',
        `needs two tensors of one type; got ${x?.dtype} and ${y?.dtype}. Put a cast before one.`,
      );
    const shape = broadcastShapes(inputs.map(input => input.shape ?? []));
    const [flags, left, right] = inputs.map(input => broadcastElements(input, shape));
    const elements =
      flags?.map((flag, i) => {
        const [yes, no] = [left?.[i] ?? null, right?.[i] ?? null];
        if (typeof flag !== 'number') return yes === no ? yes : null;
        return flag === 0 ? no : yes;
      }) ?? null;
    return [valueWith(x?.dtype ?? 'float32', shape, elements)];
  },
  keras: ({ tensors }, graph) => [graph.op('where', tensors)],
  onnx: ({ inputNames }, graph) => [graph.node('Where', inputNames)],
  pytorch: ({ inputs }, torch) => [
    { code: `torch.where(${inputs.map((_, i) => torch.document(i)).join(', ')})`, order: 'document' },
  ],
});
