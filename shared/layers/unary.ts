import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { kerasUnary } from './arithmetic/tensor-keras.ts';
import { torchUnary } from './arithmetic/tensor-pytorch.ts';
import { UNARY_NAMES, unaryFunction } from './arithmetic/unary-functions.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { choice } from './parameters.ts';

/** A function of each element. */
export default defineLayer({
  type: 'Unary',
  category: 'tensor',
  title: 'Function of each element',
  searchWords: [...UNARY_NAMES, 'absolute', 'negative', 'square root', 'logical_not', 'rsqrt', 'pointwise'],
  documentation: {
    what: 'Applies a function to each element: abs, exp, sqrt, floor, sin, not and others, as ONNX and NumPy mean them (round: halves go to the even neighbour). not takes booleans; not, isnan and isinf answer booleans.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: 'abs of −2, 0, 3: 2, 0, 3',
    errors: ['not is given something other than booleans.'],
    source: 'ONNX operators of the functions’ names (Abs, Exp, ...); keras.ops.abs, ...',
  },
  parameters: { function: choice(UNARY_NAMES, { default: 'abs', doc: 'The function.' }) },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => p.function,
  infer({ parameters: p, inputs: [input] }) {
    const { fold, isLogical, isTest } = unaryFunction(p.function);
    const dtype = input?.dtype ?? 'float32';
    if (isLogical && dtype !== 'bool')
      fail('shape.dtype', `computes ${p.function} of booleans; got ${dtype}. Compare with 0 before.`);
    const known = elementsOf(input);
    const elements = fold && known?.map(element => (typeof element === 'number' ? fold(element) : null));
    return [valueWith(isTest ? 'bool' : dtype, input?.shape ?? null, elements ?? null)];
  },
  keras: ({ parameters: p, tensors: [x] }, graph) => (x ? [kerasUnary(graph, p.function, x)] : []),
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [graph.node(unaryFunction(p.function).onnx, [x])],
  pytorch: context => torchElementwise(context, x => torchUnary(context.parameters.function, x)),
});
