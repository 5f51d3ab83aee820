import { pythonArguments } from '../python/python-text.ts';
import { axisOf, requireWhole } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { KerasTensor } from './keras-contract.ts';
import { boolean, integer } from './parameters.ts';

/** The largest elements and where they stand. */
export default defineLayer({
  type: 'TopK',
  category: 'tensor',
  title: 'Largest elements',
  searchWords: ['top_k', 'sort', 'ops.top_k', 'k best'],
  documentation: {
    what: 'Takes the k largest (or smallest) elements along an axis in order, and their positions as a second output. k may come on a second wire.',
    inputShape: 'any; second wire: one whole number',
    outputShape: 'twice the input with extent k along the axis: elements, and whole numbers',
    example: '3, 9, 5 with k 2: 9, 5 and 1, 2',
    errors: ['k is larger than the extent of the axis.', 'The axis lies outside the input.'],
    source: 'ONNX operator TopK; keras.ops.top_k',
  },
  parameters: {
    k: integer({ default: 1, min: 1, doc: 'How many elements. Unused with two wires.' }),
    axis: integer({ default: -1, doc: 'The axis, counted from 0 or the end.' }),
    largest: boolean({ default: true, doc: 'Whether the largest or the smallest are taken.' }),
    sorted: boolean({ default: true, doc: 'Whether they must come in order (here they always do).' }),
  },
  inputs: { min: 1, max: 2, names: ['data', 'k'] },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(`k ${p.k}`, p.axis !== -1 && `axis ${p.axis}`, !p.largest && 'smallest'),
  infer({ parameters: p, inputs: [input, wire] }) {
    const shape = input?.shape ?? [];
    if (wire) requireWhole(wire.dtype, 'k');
    const axis = axisOf(p.axis, shape);
    const k = wire ? (wire.constant?.[0] ?? null) : p.k;
    const extent = shape[axis] ?? null;
    if (typeof extent === 'number' && k !== null && k > extent)
      fail('parameter.value', `takes ${k} elements of axis ${axis}, which has ${extent}. Lower k.`);
    const output = shape.with(axis, k);
    return [
      { dtype: input?.dtype ?? 'float32', shape: output },
      { dtype: 'int64', shape: output },
    ];
  },
  keras({ parameters: p, inputs: [input, wire], tensors: [x] }, graph) {
    const shape = input?.shape ?? [];
    const k = wire ? wire.constant?.[0] : p.k;
    if (!x || k === undefined)
      return graph.refuse('takes a number of elements that is known only while the network runs');
    const swapped = { axis1: axisOf(p.axis, shape), axis2: shape.length - 1 };
    const isLast = swapped.axis1 === swapped.axis2;
    const swap = (tensor: KerasTensor) => (isLast ? tensor : graph.op('swapaxes', [tensor], swapped));
    const sign = (tensor: KerasTensor) => (p.largest ? tensor : graph.op('negative', [tensor]));
    const [values, indices] = graph.ops('top_k', [sign(swap(x))], { k }, { outputs: 2 });
    return values && indices ? [swap(sign(values)), swap(indices)] : [];
  },
  onnx: ({ parameters: p, inputNames: [x = '', k] }, graph) =>
    graph.nodes('TopK', [x, k ?? graph.constant([p.k], 'int64')], 2, {
      axis: { int: p.axis },
      largest: { int: p.largest ? 1 : 0 },
      sorted: { int: p.sorted ? 1 : 0 },
    }),
  pytorch({ parameters: p, inputs: [, wire] }, torch) {
    const k = wire ? (wire.constant?.[0] ?? `int(${torch.document(1)})`) : p.k;
    const call = pythonArguments(String(k), `dim=${p.axis}`, !p.largest && 'largest=False');
    const best = torch.assign(`${torch.document(0)}.topk(${call})`);
    return ['values', 'indices'].map(part => ({ code: `${best}.${part}`, order: 'document' }));
  },
});
