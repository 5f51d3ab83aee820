import { axisOf } from './arithmetic/tensor-axes.ts';
import { kerasReduction } from './arithmetic/tensor-keras.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { choice, integer } from './parameters.ts';

/** Divides by the length along an axis. */
export default defineLayer({
  type: 'LpNormalization',
  category: 'tensor',
  title: 'Divide by the norm',
  searchWords: ['normalize', 'unit length', 'l2 normalize', 'ops.normalize'],
  documentation: {
    what: 'Divides the elements along an axis by their norm: √Σx² (l2) or Σ|x| (l1). A row of zeros stays zero.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'same as the input',
    example: '3, 4: 0.6, 0.8',
    errors: ['The axis lies outside the input.'],
    source: 'ONNX operator LpNormalization; keras.ops.normalize',
  },
  parameters: {
    axis: integer({ default: -1, doc: 'The axis, counted from 0 or the end.' }),
    norm: choice(['l2', 'l1'], { default: 'l2', doc: 'Which norm.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: {},
  keyParameters: p => keyLine(p.norm, `axis ${p.axis}`),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    axisOf(p.axis, shape);
    return [{ dtype: input?.dtype ?? 'float32', shape }];
  },
  keras({ parameters: p, tensors: [x] }, graph) {
    return x ? [graph.op('divide', [x, kerasReduction(graph, p.norm, x, [p.axis], true)])] : [];
  },
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('LpNormalization', [x], { axis: { int: p.axis }, p: { int: p.norm === 'l1' ? 1 : 2 } }),
  ],
  pytorch: ({ parameters: p }, torch) => [
    {
      code: `F.normalize(${torch.document(0)}, p=${p.norm === 'l1' ? 1 : 2}, dim=${p.axis})`,
      order: 'document',
    },
  ],
});
