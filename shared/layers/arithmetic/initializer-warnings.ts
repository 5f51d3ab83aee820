import type { LayerProblem } from '../contract.ts';
import type { Initializer } from './initializer-names.ts';

/**
 * Says that a kernel which begins at zero (or at one constant) never learns: all units receive the same gradient. Nothing
 * for other initializers, and nothing for a single unit, which has no other to be equal to.
 *
 * @param initializer of the kernel
 * @param units output units or filters
 * @param parameter the parameter's name, for the one-click fix
 */
export function zerosWarning(
  initializer: Initializer,
  units: number,
  parameter = 'kernel_initializer',
): readonly LayerProblem[] {
  const constant =
    initializer.name === 'zeros' || initializer.name === 'ones' || initializer.name === 'constant';
  if (!constant || units < 2) return [];
  return [
    {
      code: 'initializer.zeros',
      severity: 'warning',
      message: `begins its kernel with ${initializer.name}: all ${units.toLocaleString('en-US')} units stay equal and learn the same. Use a random initializer, such as glorot_uniform.`,
      fix: { title: 'Use glorot_uniform', parameters: { [parameter]: 'glorot_uniform' } },
    },
  ];
}
