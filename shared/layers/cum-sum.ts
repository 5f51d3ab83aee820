import { axisOf } from './arithmetic/tensor-axes.ts';
import { torchType } from './arithmetic/types-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { boolean, integer } from './parameters.ts';

/** Running sums along an axis. */
export default defineLayer({
  type: 'CumSum',
  category: 'tensor',
  title: 'Running sum',
  searchWords: ['cumsum', 'cumulative', 'prefix sum', 'ops.cumsum'],
  documentation: {
    what: 'Adds up the elements along an axis: each result is the sum of those up to its place (exclusive: without its own), from the end with reverse.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'same as the input',
    example: '1, 2, 3: 1, 3, 6; exclusive 0, 1, 3',
    errors: ['The axis lies outside the input.'],
    source: 'ONNX operator CumSum; keras.ops.cumsum',
  },
  parameters: {
    axis: integer({ default: 0, doc: 'The axis, counted from 0 or the end.' }),
    exclusive: boolean({ default: false, doc: 'Whether an element is left out of its own sum.' }),
    reverse: boolean({ default: false, doc: 'Whether to add from the end.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(`axis ${p.axis}`, p.exclusive && 'exclusive', p.reverse && 'reverse'),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    axisOf(p.axis, shape);
    return [{ dtype: input?.dtype ?? 'float32', shape }];
  },
  keras({ parameters: p, tensors: [x] }, graph) {
    if (!x) return [];
    if (p.exclusive || p.reverse) return graph.refuse('adds up backwards or without the element itself');
    return [graph.op('cumsum', [x], { axis: p.axis })];
  },
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('CumSum', [x, graph.constant([p.axis], 'int64', [])], {
      exclusive: { int: p.exclusive ? 1 : 0 },
      reverse: { int: p.reverse ? 1 : 0 },
    }),
  ],
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const axis = axisOf(p.axis, input?.shape ?? []);
    const x = torch.document(0);
    const type = input?.dtype === 'float32' ? '' : `, dtype=${torchType(input?.dtype ?? 'float32')}`;
    const turned = p.reverse ? `${x}.flip(${axis})` : x;
    const sum = `${turned}.cumsum(${axis}${type})`;
    const whole = p.reverse ? `${sum}.flip(${axis})` : sum;
    return [{ code: p.exclusive ? `${whole} - ${x}` : whole, order: 'document' }];
  },
});
