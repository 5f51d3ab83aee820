import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { kerasReshape } from './arithmetic/tensor-keras.ts';
import { unsqueezed } from './arithmetic/unsqueezed.ts';
import { defineLayer } from './contract.ts';
import { axes } from './parameters.ts';

/** Inserts axes of extent 1. */
export default defineLayer({
  type: 'Unsqueeze',
  category: 'tensor',
  title: 'Insert axes of extent 1',
  searchWords: ['expand_dims', 'new axis', 'ops.expand_dims'],
  documentation: {
    what: 'Inserts axes of extent 1 so that they stand at the given places of the result.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'the input with these axes',
    example: '(None, 7), axes [1, 3]: (None, 1, 7, 1)',
    errors: ['An axis lies outside the result, or is named twice.'],
    source: 'ONNX operator Unsqueeze; keras.ops.expand_dims',
  },
  parameters: { axes: axes({ default: [1], doc: 'The places in the result, counted from 0 or the end.' }) },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true, isReshaping: true },
  keyParameters: p => `axis ${p.axes.join(', ')}`,
  infer: ({ parameters: p, inputs: [input] }) => [
    valueWith(input?.dtype ?? 'float32', unsqueezed(input?.shape ?? [], p.axes), elementsOf(input)),
  ],
  keras: ({ outputs: [output], tensors: [x] }, graph) => (x ? [kerasReshape(graph, x, output)] : []),
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('Unsqueeze', [x, graph.constant(p.axes, 'int64')]),
  ],
  pytorch({ parameters: p, outputs: [result] }, torch) {
    const rank = result?.shape?.length ?? 0;
    const places = p.axes.map(axis => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
    const code = places.reduce((x, axis) => `${x}.unsqueeze(${axis})`, torch.document(0));
    return [{ code, order: 'document' }];
  },
});
