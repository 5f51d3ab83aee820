import type { BatteryCase } from './battery-case.ts';

/** Around layers with a kernel of every rank, and around a table. */
export const CASES: readonly BatteryCase[] = [
  {
    type: 'SpectralNormalization',
    parameters: { layer: { type: 'Dense', parameters: { units: 3, activation: 'tanh' } } },
    inputs: [['N', 5]],
  },
  {
    type: 'SpectralNormalization',
    parameters: {
      layer: { type: 'Conv2D', parameters: { filters: 4, kernel_size: 3, padding: 'same' } },
      power_iterations: 3,
    },
    inputs: [['N', 7, 10, 3]],
  },
  {
    type: 'SpectralNormalization',
    parameters: { layer: { type: 'Conv1D', parameters: { filters: 2, kernel_size: 2, use_bias: false } } },
    inputs: [['N', 11, 5]],
  },
];
