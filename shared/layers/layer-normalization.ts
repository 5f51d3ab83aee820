import {
  AFFINE_PENALTIES,
  affineWeights,
  broadcastShape,
  CENTER_AND_SCALE,
  checkAxes,
  extentsOf,
  formatProduct,
  frontAxes,
} from './arithmetic/normalization.ts';
import { torchLayerNormalization } from './arithmetic/normalization-pytorch.ts';
import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { axes } from './parameters.ts';

/** Normalizes each sample over the given axes by its own mean and variance. */
export default defineLayer({
  type: 'LayerNormalization',
  category: 'normalization',
  title: 'Layer normalization',
  searchWords: ['ln', 'layernorm', 'normalize'],
  documentation: {
    what: 'Brings each sample to mean 0 and variance 1 over the given axes, then scales and shifts it: gamma · (x − mean) / √(variance + epsilon) + beta. Training and inference are the same.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: '128 × 64, axis -1: gamma and beta of 64 each: 128 parameters',
    errors: [
      'An axis lies outside the input or is the batch.',
      'The extent of a normalized axis is unknown while gamma or beta is on.',
    ],
    source: 'Keras 3, keras.layers.LayerNormalization; Ba et al. 2016',
  },
  parameters: {
    axis: axes({ default: [-1], doc: 'The axis or axes over which each sample is normalized.' }),
    ...CENTER_AND_SCALE,
    ...AFFINE_PENALTIES,
  },
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, keepsPlaces: p => p.axis.length === 1 && p.axis[0] === -1 },
  keyParameters: p =>
    keyLine(
      (p.axis.length !== 1 || p.axis[0] !== -1) && `axis ${p.axis.join(', ')}`,
      !p.center && 'no beta',
      !p.scale && 'no gamma',
    ),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape !== null) checkAxes(p.axis, shape, p.center || p.scale);
    return [{ dtype: 'float32', shape }];
  },
  weights({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    return affineWeights(p, extentsOf(shape, frontAxes(p.axis, shape.length)));
  },
  explain({ parameters: p, inputs: [input] }) {
    const shape = input?.shape;
    const names = [p.scale && 'gamma', p.center && 'beta'].filter(name => name !== false);
    if (!shape || names.length === 0) return [];
    const extents = extentsOf(shape, frontAxes(p.axis, shape.length));
    const size = extents.reduce((product, extent) => product * extent, 1);
    return [
      {
        title: `Parameters: (${names.join(' + ')}) × normalized elements`,
        formula: `(${names.map(() => '1').join(' + ')}) × ${formatProduct(extents)}`,
        result: formatCount(names.length * size),
      },
    ];
  },
  /** Keras sorts the axes as written and so mixes up the weights of a list like [-1, 1]: it gets them counted from the front. */
  kerasConfig: ({ parameters: p, inputs: [input] }) =>
    p.axis.length > 1 && input?.shape ? { axis: frontAxes(p.axis, input.shape.length) } : {},
  pytorch: torchLayerNormalization,
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const shape = input?.shape ?? [];
    const rank = shape.length;
    const normalized = frontAxes(p.axis, rank);
    const extents = extentsOf(shape, normalized);
    const [first = rank - 1] = normalized;
    const isTail = normalized.length === rank - first;
    const isKnown = extents.every(Number.isFinite);
    if (graph.opset >= 17 && isTail && isKnown) {
      const size = extents.reduce((product, extent) => product * extent, 1);
      const scale = p.scale
        ? graph.weight('gamma')
        : graph.constant(
            Array.from({ length: size }, () => 1),
            'float32',
            extents,
          );
      return [
        graph.node('LayerNormalization', p.center ? [x, scale, graph.weight('beta')] : [x, scale], {
          axis: { int: first },
          epsilon: { float: p.epsilon },
        }),
      ];
    }
    const finalShape = broadcastShape(rank, normalized, extents);
    const centered = graph.node('Sub', [x, reduce(graph, 'ReduceMean', x, normalized, true)]);
    const squared = graph.node('Mul', [centered, centered]);
    const variance = reduce(graph, 'ReduceMean', squared, normalized, true);
    const epsilon = graph.constant([p.epsilon], 'float32', []);
    const deviation = graph.node('Sqrt', [graph.node('Add', [variance, epsilon])]);
    const unit = graph.node('Div', [centered, deviation]);
    const scaled = p.scale ? graph.node('Mul', [unit, graph.weight('gamma', { finalShape })]) : unit;
    return [p.center ? graph.node('Add', [scaled, graph.weight('beta', { finalShape })]) : scaled];
  },
});
