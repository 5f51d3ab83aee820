import { type Dim, DTYPES } from '../document/value.ts';
import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { isWhole } from './arithmetic/tensor-axes.ts';
import { torchType } from './arithmetic/types-pytorch.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { ONNX_ELEMENT_TYPES } from './onnx-contract.ts';
import { choice } from './parameters.ts';

/** Changes the element type. */
export default defineLayer({
  type: 'Cast',
  category: 'tensor',
  title: 'Cast to another type',
  searchWords: ['dtype', 'convert', 'astype', 'ops.cast', 'int', 'float', 'half'],
  documentation: {
    what: 'Converts the elements to another type: to whole numbers the fraction is cut off, to booleans all but 0 is true. The engine runs float32, int32, int64 (as int32) and bool.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: '2.7 to int32: 2',
    errors: ['A text is to become a number, or the reverse.'],
    source: 'ONNX operator Cast; keras.ops.cast',
  },
  parameters: { dtype: choice(DTYPES, { default: 'float32', doc: 'The type of the elements after.' }) },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => p.dtype,
  infer({ parameters: p, inputs: [input] }) {
    if ((input?.dtype === 'string') !== (p.dtype === 'string'))
      fail('shape.dtype', `converts between numbers; got ${input?.dtype} to ${p.dtype}. Change dtype.`);
    const convert = (element: Dim): Dim => {
      if (p.dtype === 'bool') return typeof element === 'number' ? Number(element !== 0) : null;
      if (isWhole(p.dtype)) return typeof element === 'number' ? Math.trunc(element) : element;
      return typeof element === 'number' && p.dtype === 'float32' ? Math.fround(element) : element;
    };
    const elements = elementsOf(input)?.map(convert) ?? null;
    return [valueWith(p.dtype, input?.shape ?? null, elements)];
  },
  keras: ({ parameters: p, tensors: [x] }, graph) => (x ? [graph.op('cast', [x], { dtype: p.dtype })] : []),
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('Cast', [x], { to: { int: ONNX_ELEMENT_TYPES[p.dtype] } }),
  ],
  pytorch: context => torchElementwise(context, x => `${x}.to(${torchType(context.parameters.dtype)})`),
});
