import { elementsOf, valueWith } from './arithmetic/elements.ts';
import {
  foldReduction,
  REDUCTION_NAMES,
  REDUCTIONS,
  reducedAxes,
  reducedShape,
} from './arithmetic/reducing.ts';
import { reduce as emitReduction } from './arithmetic/reduction-onnx.ts';
import { kerasReduction } from './arithmetic/tensor-keras.ts';
import { torchReduce } from './arithmetic/tensor-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { axes, boolean, choice, optional } from './parameters.ts';

/** Sums up axes. */
export default defineLayer({
  type: 'Reduce',
  category: 'tensor',
  title: 'Reduce axes',
  searchWords: ['reduce_mean', 'reduce_sum', 'amax', 'norm', ...REDUCTION_NAMES, 'ops.mean', 'ops.sum'],
  documentation: {
    what: 'Computes one number from all elements along the axes: mean, sum, max, min, prod, l1 Σ|x|, l2 √Σx², sumsquare Σx², logsum log Σx, logsumexp log Σeˣ. Without axes, over all, the batch included.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'the input without the axes, or with extents of 1 (keepdims)',
    example: '(None, 7, 10, 3), axes [1, 2], keepdims: (None, 1, 1, 3)',
    errors: ['An axis lies outside the input, or is named twice.'],
    source: 'ONNX operators ReduceMean, ReduceSum, ...; keras.ops.mean, ...',
  },
  parameters: {
    function: choice(REDUCTION_NAMES, { default: 'mean', doc: 'What is computed.' }),
    axes: optional(axes({ default: [], doc: 'The axes, counted from 0 or the end; none for all.' })),
    keepdims: boolean({ default: true, doc: 'Whether the axes stay with extent 1.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(p.function, p.axes && `axis ${p.axes.join(', ')}`, !p.keepdims && 'dropped'),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const along = reducedAxes(p.axes, shape);
    const elements = foldReduction(p.function, elementsOf(input), shape, along);
    return [valueWith(input?.dtype ?? 'float32', reducedShape(shape, along, p.keepdims), elements)];
  },
  keras({ parameters: p, inputs: [input], tensors: [x] }, graph) {
    const axes = reducedAxes(p.axes, input?.shape ?? []);
    return x ? [kerasReduction(graph, p.function, x, axes, p.keepdims)] : [];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const along = reducedAxes(p.axes, input?.shape ?? []);
    return [emitReduction(graph, REDUCTIONS[p.function], x, along, p.keepdims)];
  },
  pytorch(context, torch) {
    const { parameters: p, inputs } = context;
    return torchReduce(context, torch, p.function, reducedAxes(p.axes, inputs[0]?.shape ?? []), p.keepdims);
  },
});
