import type { Dim } from '../document/value.ts';
import { elementsOf, LARGEST_FOLDED, valueWith } from './arithmetic/elements.ts';
import { torchType } from './arithmetic/types-pytorch.ts';
import { defineLayer, fail } from './contract.ts';

/** Numbers in equal steps. */
export default defineLayer({
  type: 'Range',
  category: 'tensor',
  title: 'Numbers in equal steps',
  searchWords: ['arange', 'sequence', 'ops.arange'],
  documentation: {
    what: 'Counts from start in steps of delta, up to limit without it. The three come on wires, each a single number.',
    inputShape: 'start, limit and delta: () each, of one type',
    outputShape: '(⌈(limit − start) / delta⌉,)',
    example: '0, 7, 2: 0, 2, 4, 6',
    errors: ['The wires carry more than single numbers, or different types.', 'delta is 0.'],
    source: 'ONNX operator Range; keras.ops.arange',
  },
  parameters: {},
  inputs: { min: 3, max: 3, names: ['start', 'limit', 'delta'] },
  traits: { takesAnyType: true },
  keyParameters: () => '',
  infer({ inputs }) {
    const [dtype = 'int64'] = inputs.map(input => input.dtype);
    if (inputs.some(input => input.dtype !== dtype || (input.shape?.length ?? 0) > 1))
      fail('shape.rank', 'needs three single numbers of one type; squeeze or cast them before.');
    const [start = null, limit = null, delta = null] = inputs.map(
      (input): Dim => elementsOf(input)?.[0] ?? null,
    );
    if (delta === 0) fail('parameter.value', 'needs a delta other than 0; got 0.');
    if (typeof start !== 'number' || typeof limit !== 'number' || typeof delta !== 'number')
      return [{ dtype, shape: [start === 0 && delta === 1 ? limit : null] }];
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    const elements =
      count > LARGEST_FOLDED ? null : Array.from({ length: count }, (_, i) => start + i * delta);
    return [valueWith(dtype, [count], elements)];
  },
  keras: (_, graph) =>
    graph.refuse('counts to an end that is known only while the network runs, or too far for a constant'),
  onnx: ({ inputNames }, graph) => [graph.node('Range', inputNames)],
  pytorch({ inputs, outputs: [result] }, torch) {
    const ends = inputs.map((input, i) => input.constant?.[0] ?? `${torch.document(i)}.item()`);
    const type = torchType(result?.dtype ?? 'int64');
    return [{ code: `torch.arange(${ends.join(', ')}, dtype=${type})`, order: 'document' }];
  },
});
