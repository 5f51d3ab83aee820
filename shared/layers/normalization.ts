import { formatShape, type Shape } from '../document/value.ts';
import { pythonNumber } from '../python/python-text.ts';
import { defineLayer, fail, output } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { OnnxGraph } from './onnx-contract.ts';
import { axes, boolean, numbers, optional, type ParameterValues } from './parameters.ts';

const parameters = {
  axis: optional(
    axes({
      default: [-1],
      doc: 'The axes whose elements have a mean and a variance of their own; none for one mean of all.',
    }),
    [-1],
  ),
  mean: optional(
    numbers({
      default: [0],
      doc: 'The means; none takes them from the weights, where a fitted layer keeps them.',
    }),
  ),
  variance: optional(numbers({ default: [1], doc: 'The variances; to be given together with the means.' })),
  invert: boolean({ default: false, doc: 'Whether normalized values are brought back instead.' }),
};

type P = ParameterValues<typeof parameters>;

/** The smallest divisor, Keras's epsilon. */
export const SMALLEST_DEVIATION = 1e-7;

/** The axes kept, non-negative and in order. */
function keptAxes({ axis }: P, rank: number): readonly number[] {
  return (axis ?? []).map(entry => (entry < 0 ? entry + rank : entry)).sort((a, b) => a - b);
}

/** The shape in which means and variances meet the input: its extents on the axes kept, 1 on the others. */
export function broadcastShape(p: P, shape: Shape): readonly number[] {
  const kept = new Set(keptAxes(p, shape.length));
  return shape.map((extent, axis) => (kept.has(axis) ? Number(extent) : 1));
}

/** The shape in which given numbers stand: one for all, or one for each element of the last axis kept. */
export function givenShape(p: P, list: readonly number[], rank: number): readonly number[] {
  const last = list.length === 1 ? -1 : (keptAxes(p, rank).at(-1) ?? -1);
  return Array.from({ length: rank }, (_, axis) => (axis === last ? list.length : 1));
}

function check(p: P, shape: Shape): void {
  const kept = keptAxes(p, shape.length);
  const wrong = kept.find(axis => axis < 0 || axis >= shape.length);
  if (wrong !== undefined)
    fail('shape.axis', `needs axes within ${formatShape(shape)}; got ${p.axis?.join(', ')}. Change axis.`);
  if (kept.some(axis => typeof shape[axis] !== 'number'))
    fail(
      'shape.unknown',
      `needs known extents on its axes; got ${formatShape(shape)} and axis ${p.axis?.join(', ')}. Give them numbers.`,
    );
  if ((p.mean === null) !== (p.variance === null))
    fail(
      'parameter.conflict',
      'needs mean and variance together; got one of them. Give the other one too, or none.',
    );
  for (const list of [p.mean, p.variance])
    if (list && list.length !== 1 && list.length !== shape[kept.at(-1) ?? shape.length])
      fail(
        'parameter.conflict',
        `needs one number or one for each element of axis ${kept.at(-1) ?? '(none)'} of ${formatShape(shape)}; got ${list.length}. Change mean and variance.`,
      );
}

/** Means and variances of the data taken out. */
export default defineLayer({
  type: 'Normalization',
  category: 'preprocessing',
  title: 'Normalize by known mean and variance',
  searchWords: ['standardize', 'z-score', 'mean', 'variance', 'features', 'whiten'],
  documentation: {
    what: 'Shifts and scales the input to mean 0 and variance 1 by fixed figures of the data: y = (x − mean) / max(√variance, 1e-7). They are given as numbers, or are weights that do not train and come with a fitted network. Inverted, the layer brings normalized values back.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: '(batch, 3), mean 1, 2, 3, variance 4, 4, 4: (5, 6, 7) becomes (2, 2, 2)',
    errors: [
      'An axis lies outside the input or has an unknown extent.',
      'Only one of mean and variance is given, or their number does not fit.',
    ],
    source: 'Keras 3, keras.layers.Normalization',
  },
  parameters,
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, keepsPlaces: true },
  keyParameters: p =>
    keyLine(
      p.axis === null ? 'over all' : p.axis.join() !== '-1' && `axis ${p.axis.join(', ')}`,
      p.invert && 'inverted',
    ),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape === null) return [{ dtype: 'float32', shape: null }];
    check(p, shape);
    return output(shape);
  },
  weights({ parameters: p, inputs: [input] }) {
    if (p.mean !== null) return [];
    const whole = input?.shape ?? [];
    const shape = keptAxes(p, whole.length).map(axis => Number(whole[axis]));
    return [
      { name: 'mean', shape, initializer: { name: 'zeros' }, trainable: false },
      { name: 'variance', shape, initializer: { name: 'ones' }, trainable: false },
      { name: 'count', shape: [], initializer: { name: 'zeros' }, trainable: false },
    ];
  },
  kerasConfig: ({ parameters: p }) => ({
    mean: p.mean?.length === 1 ? p.mean[0] : p.mean,
    variance: p.variance?.length === 1 ? p.variance[0] : p.variance,
  }),
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const [mean, variance] = figures(p, input?.shape ?? [], graph);
    const floor = graph.constant([SMALLEST_DEVIATION], 'float32', []);
    const deviation = graph.node('Max', [graph.node('Sqrt', [variance]), floor]);
    return [
      p.invert
        ? graph.node('Add', [graph.node('Mul', [x, deviation]), mean])
        : graph.node('Div', [graph.node('Sub', [x, mean]), deviation]),
    ];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const shape = input?.shape ?? [];
    const figure = (name: 'mean' | 'variance') => {
      const list = p[name];
      if (list === null) return torch.parameter(name, { finalShape: broadcastShape(p, shape) });
      return torch.constant(list, 'float32', givenShape(p, list, shape.length), name);
    };
    const x = torch.document(0);
    const [mean, variance] = [figure('mean'), figure('variance')];
    // A fitted layer also keeps the number of its examples, which nothing reads.
    if (p.mean === null) torch.parameter('count');
    const deviation = `${variance}.sqrt().clamp(min=${pythonNumber(SMALLEST_DEVIATION)})`;
    const code = p.invert ? `${x} * ${deviation} + ${mean}` : `(${x} - ${mean}) / ${deviation}`;
    return [{ code, order: 'document' }];
  },
});

function figures(p: P, shape: Shape, graph: OnnxGraph): readonly [string, string] {
  if (p.mean !== null && p.variance !== null) {
    const constant = (list: readonly number[]) =>
      graph.constant(list, 'float32', givenShape(p, list, shape.length));
    return [constant(p.mean), constant(p.variance)];
  }
  const form = { finalShape: broadcastShape(p, shape) };
  return [graph.weight('mean', form), graph.weight('variance', form)];
}
