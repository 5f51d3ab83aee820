import { formatShape } from '../document/value.ts';
import { pythonTuple } from '../python/python-text.ts';
import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { axesOf } from './arithmetic/tensor-axes.ts';
import { kerasReshape } from './arithmetic/tensor-keras.ts';
import { defineLayer, fail } from './contract.ts';
import { axes, optional } from './parameters.ts';

/** Removes axes of extent 1. */
export default defineLayer({
  type: 'Squeeze',
  category: 'tensor',
  title: 'Remove axes of extent 1',
  searchWords: ['ops.squeeze', 'drop axis'],
  documentation: {
    what: 'Removes the given axes, which must have the extent 1; without axes, all that are known to have it.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'the input without these axes',
    example: '(None, 1, 7, 1), axes [1, 3]: (None, 7)',
    errors: ['An axis has another extent than 1.', 'An axis lies outside the input.'],
    source: 'ONNX operator Squeeze; keras.ops.squeeze',
  },
  parameters: {
    axes: optional(
      axes({ default: [], doc: 'The axes removed, counted from 0 or the end; none for all of extent 1.' }),
    ),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true, isReshaping: true },
  keyParameters: p => (p.axes ? `axis ${p.axes.join(', ')}` : ''),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    if (!p.axes && shape.includes(null)) return [{ dtype: input?.dtype ?? 'float32', shape: null }];
    const removed = p.axes ? axesOf(p.axes, shape) : shape.flatMap((dim, axis) => (dim === 1 ? [axis] : []));
    const wrong = removed.find(axis => typeof shape[axis] === 'number' && shape[axis] !== 1);
    if (wrong !== undefined)
      fail(
        'shape.axis',
        `removes axes of extent 1; axis ${wrong} of ${formatShape(shape)} has ${shape[wrong]}. Change axes.`,
      );
    const output = shape.filter((_, axis) => !removed.includes(axis));
    return [valueWith(input?.dtype ?? 'float32', output, elementsOf(input))];
  },
  keras: ({ outputs: [output], tensors: [x] }, graph) => (x ? [kerasReshape(graph, x, output)] : []),
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('Squeeze', p.axes ? [x, graph.constant(p.axes, 'int64')] : [x]),
  ],
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const axes = p.axes && axesOf(p.axes, input?.shape ?? []);
    const over = axes === null ? '()' : axes.length === 1 ? `(${axes[0]})` : `(${pythonTuple(axes)})`;
    return [{ code: `${torch.document(0)}.squeeze${over}`, order: 'document' }];
  },
});
