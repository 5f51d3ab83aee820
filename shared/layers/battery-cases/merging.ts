import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

const MAPS: Shape = ['N', 7, 10, 3];

/** Inputs of an element-wise merge: two and three equal ones, and each way in which Keras stretches them. */
const PAIRS: readonly (readonly Shape[])[] = [
  [
    ['N', 11],
    ['N', 11],
  ],
  [MAPS, MAPS],
  [MAPS, ['N', 1, 1, 3]],
  [['N', 7, 1, 3], MAPS],
  [
    ['N', 7, 1, 3],
    ['N', 1, 10, 1],
  ],
  [MAPS, ['N', 3]],
  [['N', 10, 3], MAPS],
];
const TRIPLES: readonly (readonly Shape[])[] = [
  [MAPS, MAPS, MAPS],
  [['N', 3], MAPS, ['N', 10, 1]],
];

/** Every merging layer on equal and stretched inputs; concatenation along each axis. */
export const CASES: readonly BatteryCase[] = [
  ...['Add', 'Multiply', 'Average', 'Maximum', 'Minimum'].flatMap(type =>
    [...PAIRS, ...TRIPLES].map(inputs => ({ type, parameters: {}, inputs })),
  ),
  ...PAIRS.map(inputs => ({ type: 'Subtract', parameters: {}, inputs })),
  { type: 'Concatenate', parameters: {}, inputs: [MAPS, ['N', 7, 10, 5]] },
  { type: 'Concatenate', parameters: {}, inputs: [MAPS, ['N', 7, 10, 5], ['N', 7, 10, 1], MAPS] },
  { type: 'Concatenate', parameters: { axis: 1 }, inputs: [MAPS, ['N', 2, 10, 3]] },
  { type: 'Concatenate', parameters: { axis: -2 }, inputs: [MAPS, ['N', 7, 4, 3]] },
  {
    type: 'Concatenate',
    parameters: { axis: 1 },
    inputs: [
      ['N', 11],
      ['N', 5],
    ],
  },
  {
    type: 'Concatenate',
    parameters: { axis: 2 },
    inputs: [
      ['N', 5, 7, 6, 3],
      ['N', 5, 2, 6, 3],
    ],
  },
];
