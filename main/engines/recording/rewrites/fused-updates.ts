import type { Edge, GraphBuilder } from '../graph-builder.ts';
import { ATTRIBUTE, DT, type NativeAttribute } from '../native-backend.ts';
import type { TracedUpdate } from '../trace.ts';

/** One operation of TensorFlow in the place of an optimizer's arithmetic: it changes weight and slots where they lie. */
export interface FusedUpdate {
  readonly operation: string;
  readonly attributes: readonly NativeAttribute[];
  /** Its inputs: resources, settings, gradient, in TensorFlow's order. */
  inputs(graph: GraphBuilder, parts: FusedParts): readonly Edge[];
}

/** What an update works on. */
export interface FusedParts {
  /** The resources of the weight and then of the slots, in the rule's order. */
  readonly handles: readonly Edge[];
  readonly gradient: Edge;
  /** The step's numbers. */
  readonly numbers: ReadonlyMap<string, Edge>;
}

type Settings = Readonly<Record<string, unknown>>;
type Part = 'rate' | 'gradient' | 'zero' | { readonly setting: string };

/**
 * Rules whose formula TensorFlow has as one operation (tensorflow/core/ops/training_ops.cc), with its inputs behind the resources.
 * Adam and Adamax get the bias correction within the rate, so their powers of beta are 0. Adagrad, RMSprop without momentum or centered, and
 * Adam with amsgrad are missing: there the operation puts epsilon elsewhere, or wants one more variable.
 */
const RULES: Readonly<
  Record<string, (settings: Settings) => { operation: string; parts: readonly Part[]; flag?: string } | null>
> = {
  sgd: ({ momentum }) =>
    momentum === 0
      ? { operation: 'ResourceApplyGradientDescent', parts: ['rate', 'gradient'] }
      : {
          operation: 'ResourceApplyKerasMomentum',
          parts: ['rate', 'gradient', { setting: 'momentum' }],
          flag: 'nesterov',
        },
  adam: ({ amsgrad }) => (amsgrad === true ? null : ADAM),
  adamw: ({ amsgrad }) => (amsgrad === true ? null : ADAM),
  adamax: () => ({
    operation: 'ResourceApplyAdaMax',
    parts: ['zero', 'rate', { setting: 'beta_1' }, { setting: 'beta_2' }, { setting: 'epsilon' }, 'gradient'],
  }),
  adadelta: () => ({
    operation: 'ResourceApplyAdadelta',
    parts: ['rate', { setting: 'rho' }, { setting: 'epsilon' }, 'gradient'],
  }),
  rmsprop: ({ momentum, centered }) =>
    momentum === 0 || centered === true
      ? null
      : {
          operation: 'ResourceApplyRMSProp',
          parts: ['rate', { setting: 'rho' }, { setting: 'momentum' }, { setting: 'epsilon' }, 'gradient'],
        },
};

const ADAM = {
  operation: 'ResourceApplyAdam',
  parts: [
    'zero',
    'zero',
    'rate',
    { setting: 'beta_1' },
    { setting: 'beta_2' },
    { setting: 'epsilon' },
    'gradient',
  ],
} as const;

/**
 * The fused operation of an update.
 *
 * @returns null where TensorFlow has none of the same formula
 */
export function fusedUpdate({ rule, settings }: Pick<TracedUpdate, 'rule' | 'settings'>): FusedUpdate | null {
  const fused = RULES[rule]?.(settings) ?? null;
  if (!fused) return null;
  const { operation, parts, flag } = fused;
  return {
    operation,
    attributes: [
      { name: 'T', type: ATTRIBUTE.type, value: DT.float },
      { name: 'use_locking', type: ATTRIBUTE.bool, value: false },
      ...(flag === undefined
        ? []
        : [{ name: `use_${flag}`, type: ATTRIBUTE.bool, value: settings[flag] === true }]),
    ],
    inputs: (graph, { handles, gradient, numbers }) => [
      ...handles,
      ...parts.map(part => {
        if (part === 'gradient') return gradient;
        if (part === 'rate') return numbers.get('rate') ?? scalar(graph, 0);
        return scalar(graph, part === 'zero' ? 0 : Number(settings[part.setting]));
      }),
    ],
  };
}

function scalar(graph: GraphBuilder, value: number): Edge {
  return graph.constant({ dtype: DT.float, shape: [], values: Float32Array.of(value) });
}
