import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { totalOf } from './arithmetic/reshaping-whole.ts';
import { kerasReshape } from './arithmetic/tensor-keras.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { integer } from './parameters.ts';

/** Two axes out of many: those before an axis and those from it on. */
export default defineLayer({
  type: 'FlattenTensor',
  category: 'tensor',
  title: 'Flatten to two axes',
  searchWords: ['flatten', 'matrix', 'reshape'],
  documentation: {
    what: 'Joins the axes before axis into one and those from it on into another, so that a matrix results. The elements keep their order (Flatten brings channels to the end).',
    inputShape: 'any; axis 0 is the batch',
    outputShape: '(product of the extents before axis, product of the rest)',
    example: '(None, 3, 7, 10), axis 1: (None, 210)',
    errors: ['The axis lies outside the input.'],
    source: 'ONNX operator Flatten',
  },
  parameters: {
    axis: integer({ default: 1, doc: 'The first axis of the second group; its rank is allowed.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true, isReshaping: true },
  keyParameters: p => keyLine(p.axis !== 1 && `axis ${p.axis}`),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const rank = shape.length;
    if (p.axis < -rank || p.axis > rank)
      fail('shape.axis', `needs an axis from ${-rank} to ${rank}; got ${p.axis}. Change the axis.`);
    const axis = p.axis < 0 ? p.axis + rank : p.axis;
    const flat = [totalOf(shape.slice(0, axis)), totalOf(shape.slice(axis))];
    return [valueWith(input?.dtype ?? 'float32', flat, elementsOf(input))];
  },
  keras: ({ outputs: [output], tensors: [x] }, graph) => (x ? [kerasReshape(graph, x, output)] : []),
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('Flatten', [x], { axis: { int: p.axis } }),
  ],
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const rank = input?.shape?.length ?? 0;
    const axis = p.axis < 0 ? p.axis + rank : p.axis;
    const x = torch.document(0);
    const front = axis > 1 ? `${x}.flatten(0, ${axis - 1})` : x;
    const code =
      axis === 0 ? `${x}.reshape(1, -1)` : axis === rank ? `${x}.reshape(-1, 1)` : `${front}.flatten(1)`;
    return [{ code, order: 'document' }];
  },
});
