import { type Dim, formatShape } from '../document/value.ts';
import { pythonArguments } from '../python/python-text.ts';
import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { engineConstant } from './arithmetic/operators-onnx.ts';
import { torchNumber } from './arithmetic/types-pytorch.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { number, optional } from './parameters.ts';

/** Keeps elements within bounds. */
export default defineLayer({
  type: 'Clip',
  category: 'tensor',
  title: 'Keep within bounds',
  searchWords: ['clamp', 'relu6', 'hardtanh', 'limit', 'ops.clip'],
  documentation: {
    what: 'Replaces elements below min by min and those above max by max; a bound that is none does not count.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: '−2, 3, 9 with min 0 and max 6: 0, 3, 6',
    errors: ['min is larger than max.'],
    source: 'ONNX operator Clip; keras.ops.clip',
  },
  parameters: {
    min: optional(number({ default: 0, doc: 'The lower bound; none for no bound.' })),
    max: optional(number({ default: 0, doc: 'The upper bound; none for no bound.' })),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(`${p.min ?? '−∞'} to ${p.max ?? '∞'}`),
  infer({ parameters: p, inputs: [input] }) {
    const { min, max } = p;
    if (min !== null && max !== null && min > max)
      fail(
        'parameter.conflict',
        `needs a min of at most max; got ${min} and ${max} on ${formatShape(input?.shape ?? null)}. Exchange them.`,
      );
    const clipped = (element: Dim): Dim =>
      typeof element === 'number'
        ? Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, element))
        : null;
    return [
      valueWith(input?.dtype ?? 'float32', input?.shape ?? null, elementsOf(input)?.map(clipped) ?? null),
    ];
  },
  keras({ parameters: p, tensors: [x] }, graph) {
    if (!x) return [];
    if (p.min !== null && p.max !== null) return [graph.op('clip', [x], { x_min: p.min, x_max: p.max })];
    if (p.min === null && p.max === null) return [x];
    return [p.max === null ? graph.op('maximum', [x, p.min]) : graph.op('minimum', [x, p.max])];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const bound = (value: number | null) =>
      value === null ? '' : engineConstant(graph, [value], input?.dtype ?? 'float32', []);
    const names = [x, bound(p.min), bound(p.max)];
    while (names.at(-1) === '') names.pop();
    return [graph.node('Clip', names)];
  },
  pytorch(context) {
    const { parameters: p, inputs } = context;
    const bound = (name: 'min' | 'max') => {
      const value = p[name];
      return value !== null && `${name}=${torchNumber(value, inputs[0]?.dtype ?? 'float32')}`;
    };
    const bounds = pythonArguments(bound('min'), bound('max'));
    return torchElementwise(context, x => (bounds === '' ? x : `${x}.clamp(${bounds})`));
  },
});
