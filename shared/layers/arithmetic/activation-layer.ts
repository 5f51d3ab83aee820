import type { Value } from '../../document/value.ts';
import { UNKNOWN_VALUE } from '../../document/value.ts';
import type { LayerContext, LayerProblem } from '../contract.ts';
import type { ActivationName } from './activation-names.ts';

/**
 * The output of a layer that works element by element: the input's type and shape.
 *
 * @param context a layer with one input
 */
export function inferElementwise({ inputs: [input] }: LayerContext<unknown>): readonly Value[] {
  return [input ? { dtype: input.dtype, shape: input.shape } : UNKNOWN_VALUE];
}

/**
 * Says that an activation has no gradient of its own; nothing for all but `step`.
 *
 * @param name the activation
 */
export function activationWarnings(name: ActivationName): readonly LayerProblem[] {
  if (name !== 'step') return [];
  return [
    {
      code: 'activation.not-differentiable',
      severity: 'info',
      message:
        'uses the step activation, whose gradient is zero everywhere; it trains by the straight-through estimate (the gradient passes where the input lies from -1 to 1). Use sigmoid for an exact gradient.',
    },
  ];
}
