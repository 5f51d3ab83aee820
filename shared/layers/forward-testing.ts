import type { Json } from '../document/json.ts';
import type { LayerType } from './contract.ts';
import { parseParameters } from './parse-parameters.ts';
import type { Forward, ForwardContext, RandomSource, Tensor, Tf } from './tfjs-contract.ts';

/** A tensor's elements in row-major order, for tests. */
export interface Elements {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What a forward is run with, beside its parameters and inputs. */
export interface ForwardOptions {
  readonly weights?: Readonly<Record<string, Elements>>;
  readonly training?: boolean;
  readonly random?: RandomSource;
}

/** The context that a forward receives, made from plain numbers. */
function contextOf<P>(
  tf: Tf,
  layer: LayerType<P>,
  raw: Readonly<Record<string, Json>>,
  inputs: readonly Tensor[],
  options: ForwardOptions,
  updates: Map<string, Tensor>,
): ForwardContext<P> {
  const parsed = parseParameters(layer.parameters, raw);
  if (parsed.problems[0]) throw new Error(parsed.problems[0].message);
  const weights = Object.entries(options.weights ?? {}).map(
    ([name, { shape, values }]) => [name, tf.tensor([...values], [...shape])] as const,
  );
  return {
    parameters: parsed.values as P,
    inputs,
    weights: Object.fromEntries(weights),
    training: options.training ?? false,
    random: options.random ?? {
      uniform: (shape, min = 0, max = 1) => tf.randomUniform([...shape], min, max, 'float32', 1),
      normal: (shape, mean, stddev) => tf.randomNormal([...shape], mean, stddev, 'float32', 1),
    },
    update: (weight, value) => updates.set(weight, value),
  };
}

const elementsOf = (tensor: Tensor): Elements => ({
  shape: tensor.shape,
  values: Array.from(tensor.dataSync()),
});

/**
 * Runs a layer's forward computation on plain numbers; for tests.
 *
 * @param tf the engine
 * @param layer the declaration
 * @param forward its forward
 * @param raw parameters as a document holds them; the rest are defaults
 * @param inputs elements per input
 * @returns the outputs and the weights that were updated
 * @throws Error when a parameter is refused
 */
export function runForward<P>(
  tf: Tf,
  layer: LayerType<P>,
  forward: Forward<P>,
  raw: Readonly<Record<string, Json>>,
  inputs: readonly Elements[],
  options: ForwardOptions = {},
): { readonly outputs: readonly Elements[]; readonly updates: ReadonlyMap<string, Elements> } {
  const updates = new Map<string, Tensor>();
  const tensors = inputs.map(({ shape, values }) => tf.tensor([...values], [...shape]));
  const outputs = forward(tf, contextOf(tf, layer, raw, tensors, options, updates)).map(elementsOf);
  return {
    outputs,
    updates: new Map([...updates].map(([name, tensor]) => [name, elementsOf(tensor)])),
  };
}

/**
 * The gradient of the sum of output × factors by the first input; for tests.
 *
 * @param factors one number per output element, all 1 when left out
 */
export function forwardGradient<P>(
  tf: Tf,
  layer: LayerType<P>,
  forward: Forward<P>,
  raw: Readonly<Record<string, Json>>,
  input: Elements,
  factors: Elements | null = null,
  options: ForwardOptions = {},
): Elements {
  const x = tf.tensor([...input.values], [...input.shape]);
  const gradient = tf.grad((value: Tensor) => {
    const [result] = forward(tf, contextOf(tf, layer, raw, [value], options, new Map()));
    if (!result) throw new Error('The forward gave no output.');
    return tf.sum(factors ? tf.mul(result, tf.tensor([...factors.values], [...factors.shape])) : result);
  });
  return elementsOf(gradient(x));
}

/**
 * A fixed row of halves from -2.5 to 2.5 that never repeats along an axis of 2 to 10 (((7i mod 11) − 5) / 2); for tests.
 *
 * @param shape extents
 */
export function ramp(shape: readonly number[]): Elements {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return { shape, values: Array.from({ length: count }, (_, i) => (((7 * i) % 11) - 5) / 2) };
}

/** Rounds elements to five decimals, for comparison with figures written out. */
export function rounded(elements: Elements | undefined): readonly number[] {
  // Adding 0 turns -0 into 0.
  return (elements?.values ?? []).map(value => Math.round(value * 1e5) / 1e5 + 0);
}
