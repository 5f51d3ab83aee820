import type { BatteryCase } from './battery-case.ts';

/** Layers that Keras has within keras.applications only. */
export const CASES: readonly BatteryCase[] = [
  {
    type: 'CustomScaleLayer',
    parameters: { scale: 0.17 },
    inputs: [
      ['N', 7, 10, 3],
      ['N', 7, 10, 3],
    ],
  },
  {
    type: 'CustomScaleLayer',
    parameters: { scale: -2 },
    inputs: [
      ['N', 7, 10, 3],
      ['N', 1, 10, 1],
    ],
  },
];
