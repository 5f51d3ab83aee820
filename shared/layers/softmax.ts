import { pythonTuple } from '../python/python-text.ts';
import { onAxesAsLast, resolveAxes } from './arithmetic/activation-axes.ts';
import { inferElementwise } from './arithmetic/activation-layer.ts';
import { emitSoftmaxOverLast } from './arithmetic/softmax-onnx.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { axes } from './parameters.ts';

/** The normalized exponential along one or several axes. */
export default defineLayer({
  type: 'Softmax',
  category: 'activation',
  title: 'Softmax',
  searchWords: ['probabilities', 'classification', 'normalized exponential'],
  documentation: {
    what: 'eˣ divided by the sum of eˣ along the axis: positive numbers that add up to 1. Several axes are normalized together.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: '(None, 1000): 1,000 class probabilities per sample',
    errors: ['The axis is outside the input or is the batch.'],
    source: 'Keras 3, keras.layers.Softmax',
  },
  parameters: { axis: axes({ default: [-1], doc: 'Axis (or axes) that add up to 1; -1 is the last.' }) },
  inputs: { min: 1, max: 1 },
  traits: {
    masks: {
      passes: 'first',
      refusal:
        'would need a mask of the very form of its input; the one that reaches it has one axis less. Take a dense layer or an activation with softmax instead, which leave the mask alone.',
    },
    isActivation: true,
    activation: () => 'softmax',
  },
  keyParameters: p => keyLine(!(p.axis.length === 1 && p.axis[0] === -1) && `axis ${p.axis.join(', ')}`),
  infer(context) {
    const shape = context.inputs[0]?.shape ?? null;
    if (shape !== null) resolveAxes(context.parameters.axis, shape);
    return inferElementwise(context);
  },
  kerasConfig: ({ parameters: p }) => ({ axis: p.axis.length === 1 ? p.axis[0] : p.axis }),
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const x = torch.document(0);
    const [axis = -1, ...others] = resolveAxes(p.axis, input?.shape ?? ['N', null]);
    if (others.length === 0) return [{ code: `F.softmax(${x}, dim=${axis})`, order: 'document' }];
    const all = pythonTuple([axis, ...others]);
    return [{ code: `(${x} - ${x}.logsumexp(${all}, keepdim=True)).exp()`, order: 'document' }];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const shape = input?.shape ?? ['N', null];
    const chosen = resolveAxes(p.axis, shape);
    if (chosen.length === 1) return [graph.node('Softmax', [x], { axis: { int: chosen[0] ?? -1 } })];
    const { permutation, back } = onAxesAsLast(chosen, shape.length);
    const moved = graph.transpose(x, permutation);
    const shaped = emitSoftmaxOverLast(graph, moved, shape.length, chosen.length);
    return [graph.transpose(shaped, back)];
  },
});
