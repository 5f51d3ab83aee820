import { formatShape } from '../../document/value.ts';
import {
  type BuiltContext,
  type Explanation,
  fail,
  type LayerContext,
  output,
  type Traits,
  type WeightDescription,
} from '../contract.ts';
import { formatCount, formatLargeCount, keyLine } from '../formatting.ts';
import type { RecurrentParameters } from './recurrent-parameters.ts';

/** What tells the recurrent layers apart, as far as shapes and counts go. */
export interface Cell<P extends RecurrentParameters> {
  /** Gates, the new state's candidate counted as one: 4 for a long short-term memory. */
  readonly gates: number;
  /** Rows of the bias; one where the layer has a single bias per gate. */
  biasRows(parameters: P): 1 | 2;
  /** The gate whose bias begins at one; null where none does. */
  gateAtOne?(parameters: P): number | null;
}

/**
 * Everything about a recurrent layer but its name, its words, its parameters and its computation.
 *
 * @param cell the layer's gates
 */
export function recurrent<P extends RecurrentParameters>(cell: Cell<P>) {
  const traits: Traits<P> = {
    // No `activation`: it is applied within the recurrence, so that it cannot be taken off the output.
    hasBias: p => p.use_bias,
    isRecurrent: true,
    masks: p => ({ passes: p.return_sequences ? 'first' : null, isReader: true }),
    isRandom: true,
    hasTrainingMode: true,
  };
  return {
    category: 'recurrent' as const,
    inputs: { min: 1, max: 1 },
    traits,
    keyParameters: (p: P) =>
      keyLine(
        formatCount(p.units),
        p.activation !== 'tanh' && p.activation,
        p.return_sequences && 'sequences',
        p.go_backwards && 'backwards',
        !p.use_bias && 'no bias',
      ),
    infer({ parameters: p, inputs: [input], masks }: LayerContext<P>) {
      const shape = input?.shape ?? null;
      if (shape === null) return [{ dtype: 'float32' as const, shape: null }];
      if (shape.length !== 3)
        fail(
          'shape.rank',
          `needs (batch, time, features); got ${formatShape(shape)}. Put a Reshape before it.`,
        );
      const [batch = null, time = null, features] = shape;
      const mask = masks?.[0]?.shape ?? null;
      if (mask !== null && mask.length !== 2)
        fail(
          'shape.rank',
          `needs a mask of the form (batch, time); got ${formatShape(mask)}. Put what makes the mask behind the layers that change the steps.`,
        );
      if (typeof features !== 'number')
        fail(
          'shape.unknown',
          `needs a known number of features for its kernel; got ${formatShape(shape)}. Give the last axis of the input a number.`,
        );
      return output(p.return_sequences ? [batch, time, p.units] : [batch, p.units]);
    },
    weights: (context: BuiltContext<P>) => recurrentWeights(cell, context),
    kerasSublayers: () => ({ '': 'cell' }),
    multiplyAdds({ parameters: { units }, inputs: [input] }: BuiltContext<P>) {
      const [, time, features] = input?.shape ?? [];
      if (typeof time !== 'number' || typeof features !== 'number') return null;
      return time * (features + units) * cell.gates * units;
    },
    explain: (context: BuiltContext<P>) => explainCounts(cell, context),
  };
}

function recurrentWeights<P extends RecurrentParameters>(
  cell: Cell<P>,
  { parameters: p, inputs: [input] }: BuiltContext<P>,
): readonly WeightDescription[] {
  const width = cell.gates * p.units;
  const rows = cell.biasRows(p);
  const gateAtOne = cell.gateAtOne?.(p) ?? null;
  const bias: WeightDescription = {
    name: 'bias',
    shape: rows === 1 ? [width] : [rows, width],
    initializer: p.bias_initializer,
    trainable: true,
    regularizer: p.bias_regularizer,
    constraint: p.bias_constraint,
    ...(gateAtOne === null ? {} : { ones: { from: gateAtOne * p.units, to: (gateAtOne + 1) * p.units } }),
  };
  return [
    {
      name: 'kernel',
      shape: [Number(input?.shape?.at(-1)), width],
      initializer: p.kernel_initializer,
      trainable: true,
      regularizer: p.kernel_regularizer,
      constraint: p.kernel_constraint,
    },
    {
      name: 'recurrent_kernel',
      shape: [p.units, width],
      initializer: p.recurrent_initializer,
      trainable: true,
      regularizer: p.recurrent_regularizer,
      constraint: p.recurrent_constraint,
    },
    ...(p.use_bias ? [bias] : []),
  ];
}

function explainCounts<P extends RecurrentParameters>(
  cell: Cell<P>,
  { parameters: p, inputs: [input] }: BuiltContext<P>,
): readonly Explanation[] {
  const [, time, features] = input?.shape ?? [];
  if (typeof features !== 'number') return [];
  const { units } = p;
  const bias = p.use_bias ? cell.biasRows(p) : 0;
  const gates = cell.gates > 1 ? ` × ${cell.gates}` : '';
  const parameters: Explanation = {
    title: `Parameters: (inputs + units + bias) × units${cell.gates > 1 ? ' × gates' : ''}`,
    formula: `(${formatCount(features)} + ${formatCount(units)} + ${bias}) × ${formatCount(units)}${gates}`,
    result: formatCount((features + units + bias) * units * cell.gates),
  };
  if (typeof time !== 'number') return [parameters];
  return [
    parameters,
    {
      title: 'Multiply-adds per sample',
      formula: `${formatCount(time)} × (${formatCount(features)} + ${formatCount(units)}) × ${formatCount(units)}${gates}`,
      result: formatLargeCount(time * (features + units) * units * cell.gates),
    },
  ];
}
