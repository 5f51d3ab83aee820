import { pythonTuple } from '../python/python-text.ts';
import { resolveAxes } from './arithmetic/activation-axes.ts';
import { inferElementwise } from './arithmetic/activation-layer.ts';
import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { axes } from './parameters.ts';

/** Brings each sample to length 1. */
export default defineLayer({
  type: 'UnitNormalization',
  category: 'normalization',
  title: 'Unit normalization',
  searchWords: ['l2 normalize', 'unit length', 'norm', 'cosine'],
  documentation: {
    what: 'Divides by the L2 norm over the given axes, so that the squares add up to 1: x / √(Σ x²). All zeros stay zeros. No weights; training and inference are the same.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: '(3, 4): 3 / 5 and 4 / 5, that is (0.6, 0.8)',
    errors: ['An axis lies outside the input or is the batch.'],
    source: 'Keras 3, keras.layers.UnitNormalization',
  },
  parameters: {
    axis: axes({ default: [-1], doc: 'The axis or axes whose squares add up to 1; -1 is the last.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, keepsPlaces: p => p.axis.length === 1 && p.axis[0] === -1 },
  keyParameters: p => keyLine((p.axis.length !== 1 || p.axis[0] !== -1) && `axis ${p.axis.join(', ')}`),
  infer(context) {
    const shape = context.inputs[0]?.shape ?? null;
    if (shape !== null) resolveAxes(context.parameters.axis, shape);
    return inferElementwise(context);
  },
  kerasConfig: ({ parameters: p }) => ({ axis: p.axis.length === 1 ? p.axis[0] : p.axis }),
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const over = resolveAxes(p.axis, input?.shape ?? ['N', null]);
    const norm = reduce(graph, 'ReduceL2', x, over, true);
    // Keras limits 1 / √Σx² to 1e12.
    const limited = graph.node('Max', [norm, graph.constant([1e-12], 'float32', [])]);
    return [graph.node('Div', [x, limited])];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const over = resolveAxes(p.axis, input?.shape ?? ['N', null]);
    const dim = over.length === 1 ? String(over[0]) : pythonTuple(over);
    return [{ code: `F.normalize(${torch.document(0)}, dim=${dim})`, order: 'document' }];
  },
});
