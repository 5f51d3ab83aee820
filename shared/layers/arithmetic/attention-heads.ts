import { formatShape, type Shape, type Value } from '../../document/value.ts';
import { type BuiltContext, type Explanation, fail, output, type WeightDescription } from '../contract.ts';
import { formatCount, formatLargeCount } from '../formatting.ts';
import {
  boolean,
  constraint,
  initializer,
  integer,
  number,
  optional,
  type ParameterValues,
  regularizer,
} from '../parameters.ts';
import { type Contraction, contractionCost, letters } from './contraction.ts';
import { formatProduct } from './normalization.ts';

/** How the projections begin and what holds them, in Keras's order. */
export const PROJECTION_SETTINGS = {
  kernel_initializer: initializer({ default: { name: 'glorot_uniform' }, doc: 'How the kernels begin.' }),
  bias_initializer: initializer({ default: { name: 'zeros' }, doc: 'How the biases begin.' }),
  kernel_regularizer: regularizer({ doc: 'Penalty on the kernels.' }),
  bias_regularizer: regularizer({ doc: 'Penalty on the biases.' }),
  kernel_constraint: constraint({ doc: 'Constraint on the kernels.' }),
  bias_constraint: constraint({ doc: 'Constraint on the biases.' }),
  use_gate: boolean({
    default: false,
    doc: 'Whether a sigmoid of a further projection of the query multiplies what the heads answer.',
  }),
};

/** Dropout and bias of layers with heads. */
export const DROPOUT_AND_BIAS = {
  dropout: number({ default: 0, min: 0, max: 1, doc: 'Fraction of the attention dropped while training.' }),
  use_bias: boolean({ default: true, doc: 'Whether the projections add a bias.' }),
};

/** The band of keys that a query sees. */
export const SLIDING_WINDOW = optional(
  integer({
    default: 128,
    min: 1,
    doc: 'A query sees only keys fewer than so many places away; none for all.',
  }),
);

/** An argument of the call in Keras. */
export const CAUSAL_MASK = boolean({
  default: false,
  doc: 'Whether a query sees only keys up to its own place (in Keras an argument of the call).',
});

const settings = {
  ...DROPOUT_AND_BIAS,
  sliding_window: SLIDING_WINDOW,
  ...PROJECTION_SETTINGS,
  use_causal_mask: CAUSAL_MASK,
};

/** What layers with heads have in common. */
export type HeadSettings = ParameterValues<typeof settings>;

/** The extents of an attention with heads; `repeats` query heads share one head of keys and values where there are such. */
export interface Heads {
  readonly heads: number;
  readonly repeats: number | null;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Extents that the output has instead of the query's features. */
  readonly outputShape: readonly number[];
  /** Attended axes, counted from the front. */
  readonly axes: readonly number[];
}

/** All products of an attention with heads. */
export interface AttentionPlan {
  readonly query: Contraction;
  readonly key: Contraction;
  readonly value: Contraction;
  readonly gate: Contraction;
  readonly scores: Contraction;
  readonly combine: Contraction;
  readonly output: Contraction;
}

/**
 * The products of an attention: projections to heads, scores of queries and keys, their weighted sum of values, projection back.
 * Source: keras/src/layers/attention/multi_head_attention.py; F features, H heads, R repeats, D and V depth of keys and values.
 *
 * @param rank of query, key and value, batch included
 * @param heads the extents
 */
export function attentionPlan(rank: number, { axes, repeats, outputShape }: Heads): AttentionPlan {
  const target = letters(rank - 1);
  const fresh = letters(rank - 1, rank - 1);
  const source = [...target]
    .map((letter, axis) => (axes.includes(axis) ? (fresh[axis] ?? '') : letter))
    .join('');
  const rest = [...target].filter((_, axis) => !axes.includes(axis)).join('');
  const pick = (list: string) => axes.map(axis => list[axis] ?? '').join('');
  const heads = repeats === null ? 'H' : 'HR';
  const made = letters(outputShape.length, 2 * (rank - 1));
  const scores = `${rest}${heads}${pick(target)}${pick(source)}`;
  return {
    query: { left: `${target}F`, right: `F${heads}D`, result: `${target}${heads}D` },
    key: { left: `${source}F`, right: 'FHD', result: `${source}HD` },
    value: { left: `${source}F`, right: 'FHV', result: `${source}HV` },
    gate: { left: `${target}F`, right: `F${heads}V`, result: `${target}${heads}V` },
    scores: { left: `${target}${heads}D`, right: `${source}HD`, result: scores },
    combine: { left: scores, right: `${source}HV`, result: `${target}${heads}V` },
    output: { left: `${target}${heads}V`, right: `${heads}V${made}`, result: `${target}${made}` },
  };
}

/** Shapes of query, value and key; the value serves as key where no third wire comes. */
export function attentionInputs(inputs: readonly Value[]): readonly [Shape, Shape, Shape] | null {
  const [query = null, value = null, key = value] = inputs.map(input => input.shape);
  return query === null || value === null || key === null ? null : [query, value, key];
}

/**
 * The output of an attention with heads, after checking that its inputs fit together.
 *
 * @throws LayerError `shape.rank`, `shape.unknown`, `shape.mismatch`, `shape.axis` or `parameter.conflict`
 */
export function inferHeads(
  inputs: readonly Value[],
  p: HeadSettings,
  heads: (shapes: readonly Shape[]) => Heads,
): readonly Value[] {
  const shapes = attentionInputs(inputs);
  if (shapes === null) return [{ dtype: 'float32', shape: null }];
  const [query, value, key] = shapes;
  const written = `${formatShape(query)}, ${formatShape(value)}${inputs.length > 2 ? ` and ${formatShape(key)}` : ''}`;
  if (query.length < 3 || shapes.some(shape => shape.length !== query.length))
    fail(
      'shape.rank',
      `needs query, value and key of equally many axes, three or more: (batch, places, features); got ${written}. Bring them to that form.`,
    );
  if (shapes.some(shape => typeof shape.at(-1) !== 'number'))
    fail(
      'shape.unknown',
      `needs known features (last axis) for its projections; got ${written}. Give the inputs that extent.`,
    );
  const { axes, outputShape } = heads(shapes);
  const wrong = axes.find(axis => axis < 1 || axis >= query.length - 1);
  if (wrong !== undefined || axes.length === 0)
    fail(
      'shape.axis',
      `needs attention axes from 1 to ${query.length - 2} of its query ${formatShape(query)}; got ${wrong ?? 'none'}. Change attention_axes.`,
    );
  if ((p.use_causal_mask || p.sliding_window !== null) && (axes.length !== 1 || axes[0] !== 1))
    fail(
      'parameter.conflict',
      `can mask (use_causal_mask, sliding_window) only along axis 1; it attends to axis ${axes.join(', ')}. Turn the mask off or set attention_axes to 1.`,
    );
  const differ = (a: Shape, b: Shape, axis: number) =>
    typeof a[axis] === 'number' && typeof b[axis] === 'number' && a[axis] !== b[axis];
  for (let axis = 1; axis < query.length - 1; axis += 1) {
    if (differ(value, key, axis))
      fail(
        'shape.mismatch',
        `needs as many keys as values; got ${formatShape(key)} and ${formatShape(value)}. Wire both from the same sequence.`,
      );
    if (!axes.includes(axis) && differ(query, value, axis))
      fail(
        'shape.mismatch',
        `needs equal extents of query and value on axis ${axis}, which it does not attend to; got ${formatShape(query)} and ${formatShape(value)}. Add the axis to attention_axes.`,
      );
  }
  return output([...query.slice(0, -1), ...outputShape]);
}

const product = (extents: readonly number[]): number => extents.reduce((size, extent) => size * extent, 1);

/** One projection: its name, what goes in, what comes out. */
interface Projection {
  readonly name: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The projections in Keras's order. */
export function projections(
  [query, value, key]: readonly [Shape, Shape, Shape],
  heads: Heads,
  useGate: boolean,
): readonly Projection[] {
  const { keyDim, valueDim, outputShape } = heads;
  const queryHeads = heads.heads * (heads.repeats ?? 1);
  const features = (shape: Shape) => [Number(shape.at(-1))];
  return [
    { name: 'query', from: features(query), to: [queryHeads, keyDim] },
    { name: 'key', from: features(key), to: [heads.heads, keyDim] },
    ...(useGate ? [{ name: 'gate', from: features(query), to: [queryHeads, valueDim] }] : []),
    { name: 'value', from: features(value), to: [heads.heads, valueDim] },
    { name: 'attention_output', from: [queryHeads, valueDim], to: outputShape },
  ];
}

/** Kernels and biases, named as Keras names them: `query/kernel`, `query/bias`, ... */
export function projectionWeights(
  list: readonly Projection[],
  p: HeadSettings,
): readonly WeightDescription[] {
  return list.flatMap(({ name, from, to }): WeightDescription[] => [
    {
      name: `${name}/kernel`,
      shape: [...from, ...to],
      initializer: p.kernel_initializer,
      trainable: true,
      regularizer: p.kernel_regularizer,
      constraint: p.kernel_constraint,
      fans: { fanIn: product(from), fanOut: product(to) },
    },
    ...(p.use_bias
      ? [
          {
            name: `${name}/bias`,
            shape: to,
            initializer: p.bias_initializer,
            trainable: true,
            regularizer: p.bias_regularizer,
            constraint: p.bias_constraint,
          },
        ]
      : []),
  ]);
}

/** Multiply-adds of each product for one sample; null where an extent is unknown. */
function costs(
  shapes: readonly [Shape, Shape, Shape],
  heads: Heads,
  useGate: boolean,
): readonly number[] | null {
  const [query, value, key] = shapes;
  const plan = attentionPlan(query.length, heads);
  const { heads: h, repeats, keyDim, valueDim, outputShape } = heads;
  const groups = repeats === null ? [h] : [h, repeats];
  const kernel = (shape: Shape, ...to: number[]) => [Number(shape.at(-1)), ...to];
  const places = (shape: Shape, ...rest: number[]): Shape => [...shape.slice(0, -1), ...rest];
  const rest = query.filter((_, axis) => axis < query.length - 1 && !heads.axes.includes(axis));
  const attended = (shape: Shape) => heads.axes.map(axis => shape[axis] ?? null);
  const scores: Shape = [...rest, ...groups, ...attended(query), ...attended(value)];
  const list = [
    contractionCost(plan.query, query, kernel(query, ...groups, keyDim)),
    contractionCost(plan.key, key, kernel(key, h, keyDim)),
    ...(useGate ? [contractionCost(plan.gate, query, kernel(query, ...groups, valueDim))] : []),
    contractionCost(plan.value, value, kernel(value, h, valueDim)),
    contractionCost(plan.scores, places(query, ...groups, keyDim), places(key, h, keyDim)),
    contractionCost(plan.combine, scores, places(value, h, valueDim)),
    contractionCost(plan.output, places(query, ...groups, valueDim), [...groups, valueDim, ...outputShape]),
  ];
  const known = list.filter(cost => cost !== null);
  return known.length === list.length ? known : null;
}

/** Multiply-adds of an attention with heads for one sample. */
export function headsCost(
  { inputs, parameters: p }: BuiltContext<HeadSettings>,
  heads: (shapes: readonly Shape[]) => Heads,
): number | null {
  const shapes = attentionInputs(inputs);
  const list = shapes && costs(shapes, heads(shapes), p.use_gate);
  return list?.reduce((sum, cost) => sum + cost, 0) ?? null;
}

/** Parameters of each projection, and the multiply-adds of all products. */
export function explainHeads(
  { inputs, parameters: p }: BuiltContext<HeadSettings>,
  heads: (shapes: readonly Shape[]) => Heads,
): readonly Explanation[] {
  const shapes = attentionInputs(inputs);
  if (shapes === null) return [];
  const bias = p.use_bias ? 1 : 0;
  const list = costs(shapes, heads(shapes), p.use_gate);
  return [
    ...projections(shapes, heads(shapes), p.use_gate).map(({ name, from, to }) => ({
      title: `Parameters of ${name}: (inputs + bias) × outputs`,
      formula: `(${formatProduct(from)} + ${bias}) × ${formatProduct(to)}`,
      result: formatCount((product(from) + bias) * product(to)),
    })),
    ...(list
      ? [
          {
            title: `Multiply-adds: query + key +${p.use_gate ? ' gate +' : ''} value + scores + weighted sum + output`,
            formula: list.map(formatLargeCount).join(' + '),
            result: formatLargeCount(list.reduce((sum, cost) => sum + cost, 0)),
          },
        ]
      : []),
  ];
}
