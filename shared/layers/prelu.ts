import { formatShape } from '../document/value.ts';
import { inferElementwise } from './arithmetic/activation-layer.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, formatExtents, keyLine } from './formatting.ts';
import { axes, constraint, initializer, optional, regularizer } from './parameters.ts';

/** The rectifier whose negative slopes are learned. */
export default defineLayer({
  type: 'PReLU',
  category: 'activation',
  title: 'Parametric rectified linear unit',
  searchWords: ['parametric', 'rectifier', 'learned slope'],
  documentation: {
    what: 'x for x ≥ 0, alpha × x below, with a learned alpha for each element of a sample. Along shared_axes one alpha serves all positions: [1, 2] on images gives one per channel.',
    inputShape: '(batch, ...)',
    outputShape: 'same as the input',
    example: '(None, 28, 28, 32) with shared_axes [1, 2]: 1 × 1 × 32 = 32 parameters',
    errors: [
      'An axis to share is outside the input or is the batch.',
      'An axis that is not shared has an unknown extent.',
    ],
    source: 'Keras 3, keras.layers.PReLU; He et al. 2015',
  },
  parameters: {
    alpha_initializer: initializer({ default: { name: 'zeros' }, doc: 'How the slopes begin.' }),
    alpha_regularizer: regularizer({ doc: 'Penalty on the slopes.' }),
    alpha_constraint: constraint({ doc: 'Constraint on the slopes.' }),
    shared_axes: optional(
      axes({ default: [], doc: 'Axes along which one slope is shared; the batch is axis 0.' }),
    ),
  },
  inputs: { min: 1, max: 1 },
  // A leaky rectifier once its slopes are learned: no other name comes nearer.
  traits: { masks: { passes: 'first' }, isActivation: true, activation: () => 'leaky_relu' },
  keyParameters: p =>
    keyLine(p.shared_axes !== null && p.shared_axes.length > 0 && `shared ${p.shared_axes.join(', ')}`),
  infer(context) {
    const shape = context.inputs[0]?.shape ?? null;
    if (shape === null) return inferElementwise(context);
    const shared = context.parameters.shared_axes ?? [];
    const outside = shared.find(axis => axis < 1 || axis >= shape.length);
    if (outside !== undefined)
      fail(
        'shape.axis',
        `shares axes from 1 to ${shape.length - 1} of ${formatShape(shape)}; got ${outside}. Change shared_axes.`,
      );
    const open = shape.findIndex(
      (dim, axis) => axis > 0 && typeof dim !== 'number' && !shared.includes(axis),
    );
    if (open > 0)
      fail(
        'shape.unknown',
        `needs known extents for its slopes; got ${formatShape(shape)}. Share axis ${open}, or fix its extent.`,
        { title: `Share axis ${open}`, parameters: { shared_axes: [...shared, open].sort((a, b) => a - b) } },
      );
    return inferElementwise(context);
  },
  weights({ parameters: p, inputs: [input] }) {
    const shared = p.shared_axes ?? [];
    const shape = (input?.shape ?? []).slice(1).map((dim, i) => (shared.includes(i + 1) ? 1 : Number(dim)));
    return [
      {
        name: 'alpha',
        shape,
        initializer: p.alpha_initializer,
        trainable: true,
        regularizer: p.alpha_regularizer,
        constraint: p.alpha_constraint,
      },
    ];
  },
  explain({ parameters: p, inputs: [input] }) {
    const shared = p.shared_axes ?? [];
    const extents = (input?.shape ?? []).slice(1).map((dim, i) => (shared.includes(i + 1) ? 1 : Number(dim)));
    return [
      {
        title: 'Parameters: one slope per element that is not shared',
        formula: formatExtents(extents).replaceAll('×', ' × '),
        result: formatCount(extents.reduce((product, extent) => product * extent, 1)),
      },
    ];
  },
  pytorch(_, torch) {
    const x = torch.document(0);
    return [{ code: `torch.where(${x} >= 0, ${x}, ${torch.parameter('alpha')} * ${x})`, order: 'document' }];
  },
  onnx: ({ inputNames: [x = ''] }, graph) => [graph.node('PRelu', [x, graph.weight('alpha')])],
});
