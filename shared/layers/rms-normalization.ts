import { formatShape } from '../document/value.ts';
import { pythonNumber, pythonTuple } from '../python/python-text.ts';
import { checkAxes, extentsOf, formatProduct, frontAxes } from './arithmetic/normalization.ts';
import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { axes, number } from './parameters.ts';

/** Divides each sample by its root mean square and scales it. */
export default defineLayer({
  type: 'RMSNormalization',
  category: 'normalization',
  title: 'RMS normalization',
  searchWords: ['rmsnorm', 'root mean square', 'normalize', 'transformer', 'llama'],
  documentation: {
    what: 'Divides each sample by its root mean square over the given axes and scales it: scale · x / √(mean(x²) + epsilon). A layer normalization without mean and shift. Training and inference are the same.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: '128 × 64, axis -1: a scale of 64 parameters',
    errors: [
      'An axis lies outside the input or is the batch.',
      'The axes are not the last ones.',
      'The extent of a normalized axis is unknown.',
    ],
    source:
      'Keras 3, keras.layers.RMSNormalization (which cannot scale along other axes than the last ones); Zhang and Sennrich 2019',
  },
  parameters: {
    axis: axes({
      default: [-1],
      doc: 'The axis or axes over which each sample is normalized: the last ones.',
    }),
    epsilon: number({
      default: 1e-6,
      min: 0,
      doc: 'Added to the mean square so that nothing is divided by zero.',
    }),
  },
  inputs: { min: 1, max: 1 },
  traits: { keepsPlaces: p => p.axis.length === 1 && p.axis[0] === -1 },
  keyParameters: p => keyLine((p.axis.length !== 1 || p.axis[0] !== -1) && `axis ${p.axis.join(', ')}`),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape !== null) {
      checkAxes(p.axis, shape, true);
      const [first = 0, ...others] = frontAxes(p.axis, shape.length);
      if (first + others.length !== shape.length - 1)
        fail(
          'shape.axis',
          `needs the last axis or axes of its input ${formatShape(shape)}, as in Keras; got axis ${p.axis.join(', ')}. Set axis to -1, or put a Permute before it.`,
          { title: 'Set axis to -1', parameters: { axis: -1 } },
        );
    }
    return [{ dtype: 'float32', shape }];
  },
  weights({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const extents = extentsOf(shape, frontAxes(p.axis, shape.length));
    return [{ name: 'scale', shape: extents, initializer: { name: 'ones' }, trainable: true }];
  },
  explain({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const extents = extentsOf(shape, frontAxes(p.axis, shape.length));
    return [
      {
        title: 'Parameters: normalized elements',
        formula: formatProduct(extents),
        result: formatCount(extents.reduce((product, extent) => product * extent, 1)),
      },
    ];
  },
  /** Keras sorts the axes as written: it gets them counted from the front. */
  kerasConfig: ({ parameters: p, inputs: [input] }) => ({
    axis: p.axis.length === 1 ? p.axis[0] : frontAxes(p.axis, input?.shape?.length ?? 0),
  }),
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const over = frontAxes(p.axis, input?.shape?.length ?? 2);
    const mean = reduce(graph, 'ReduceMean', graph.node('Mul', [x, x]), over, true);
    const lifted = graph.node('Add', [mean, graph.constant([p.epsilon], 'float32', [])]);
    const unit = graph.node('Div', [x, graph.node('Sqrt', [lifted])]);
    return [graph.node('Mul', [unit, graph.weight('scale')])];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const shape = input?.shape ?? [];
    const extents = extentsOf(shape, frontAxes(p.axis, shape.length));
    const normalized = extents.length === 1 ? String(extents[0]) : pythonTuple(extents);
    const module = torch.module(`nn.RMSNorm(${normalized}, eps=${pythonNumber(p.epsilon)})`, {
      weight: { weight: 'scale' },
    });
    return [{ code: `${module}(${torch.document(0)})`, order: 'document' }];
  },
});
