import type { Dim } from '../document/value.ts';
import { broadcastElements, broadcastShapes } from './arithmetic/broadcasting.ts';
import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { kerasPerSample } from './arithmetic/free-keras.ts';
import { requireWhole } from './arithmetic/tensor-axes.ts';
import { kerasOperand } from './arithmetic/tensor-keras.ts';
import { torchExpand } from './arithmetic/tensor-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { axes } from './parameters.ts';

/** Stretches axes of extent 1. */
export default defineLayer({
  type: 'Expand',
  category: 'tensor',
  title: 'Stretch to a shape',
  searchWords: ['broadcast', 'broadcast_to', 'ops.broadcast_to'],
  documentation: {
    what: 'Repeats the elements along axes of extent 1 until the shape is reached; the two broadcast as in NumPy, so 1 keeps an extent. The shape may come on a second wire instead.',
    inputShape: 'any; second wire: whole numbers',
    outputShape: 'the input broadcast with shape',
    example: '(None, 1, 7) with shape [1, 5, 1]: (None, 5, 7)',
    errors: ['The input does not broadcast with the shape.'],
    source: 'ONNX operator Expand; keras.ops.broadcast_to',
  },
  parameters: {
    shape: axes({ default: [1], doc: 'The extents reached; 1 keeps one. Unused with two wires.' }),
  },
  inputs: { min: 1, max: 2, names: ['data', 'shape'] },
  traits: { takesAnyType: true },
  keyParameters: p => p.shape.join('×'),
  infer({ parameters: p, inputs: [input, wire] }) {
    const dtype = input?.dtype ?? 'float32';
    if (wire) requireWhole(wire.dtype, 'the shape');
    const [rank] = wire?.shape ?? [];
    const open = typeof rank === 'number' ? new Array<Dim>(rank).fill(null) : null;
    const target = wire ? (elementsOf(wire) ?? open) : p.shape;
    if (!target) return [{ dtype, shape: null }];
    if (target.some(extent => typeof extent === 'number' && extent < 0))
      fail('parameter.value', `needs extents of at least 0; got [${target.join(', ')}].`);
    const shape = broadcastShapes([input?.shape ?? [], target]);
    return [valueWith(dtype, shape, broadcastElements(input, shape))];
  },
  keras({ parameters: p, inputs: [input, wire], outputs: [output], tensors: [x] }, graph) {
    const shape = wire ? wire.constant : p.shape;
    const repeated =
      x && !shape && input?.dtype === 'float32'
        ? kerasPerSample(graph, x, input.shape, output?.shape ?? [])
        : null;
    if (repeated) return [repeated];
    if (!x || !shape) return graph.refuse('reaches a shape that is known only while the network runs');
    const count = shape.reduce((product, extent) => product * extent, 1);
    const ones = kerasOperand(graph, new Array<number>(count).fill(1), shape, input?.dtype ?? 'float32');
    return [graph.op('multiply', [x, ones])];
  },
  onnx({ parameters: p, inputs: [, wire], inputNames: [x = '', name] }, graph) {
    if (name === undefined) return [graph.node('Expand', [x, graph.constant(p.shape, 'int64')])];
    const extents = wire?.dtype === 'int64' ? name : graph.node('Cast', [name], { to: { int: 7 } });
    return [graph.node('Expand', [x, extents])];
  },
  pytorch: ({ parameters: p, inputs: [input, wire] }, torch) => [
    { code: torchExpand(torch, input, wire, p.shape), order: 'document' },
  ],
});
