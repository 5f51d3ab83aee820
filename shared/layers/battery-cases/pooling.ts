import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

/** Odd extents that differ from each other, three channels. */
const SPATIAL: Readonly<Record<number, readonly number[]>> = { 1: [11], 2: [7, 10], 3: [5, 7, 6] };

function input(rank: number, format: 'channels_last' | 'channels_first'): Shape {
  const spatial = SPATIAL[rank] ?? [];
  return format === 'channels_first' ? ['N', 3, ...spatial] : ['N', ...spatial, 3];
}

/** Different amounts on every side, all smaller than a window of 3. */
const SIDES: Readonly<Record<number, Json>> = {
  1: [[1, 2]],
  2: [
    [1, 2],
    [0, 1],
  ],
  3: [
    [1, 2],
    [0, 1],
    [2, 1],
  ],
};

const UNEVEN: Readonly<Record<number, Record<string, Json>>> = {
  1: { pool_size: 4, strides: 3 },
  2: { pool_size: [2, 3], strides: [1, 2] },
  3: { pool_size: [3, 2, 4], strides: [2, 1, 3] },
};

function slidingCases(type: string, rank: number): readonly BatteryCase[] {
  const settings: readonly Record<string, Json>[] = [
    {},
    { pool_size: 3, strides: 2 },
    { pool_size: 3, strides: 1, padding: 'same' },
    { pool_size: 3, strides: 2, padding: 'same' },
    { pool_size: 4, strides: 2, padding: 'same' },
    { pool_size: 2, strides: 3, padding: 'same' },
    { pool_size: 3, strides: 2, padding: SIDES[rank] ?? 0 },
    { pool_size: 3, strides: 1, padding: 1 },
    UNEVEN[rank] ?? {},
    { ...UNEVEN[rank], padding: 'same' },
  ];
  return settings.flatMap(parameters => [
    { type, parameters, inputs: [input(rank, 'channels_last')] },
    {
      type,
      parameters: { ...parameters, data_format: 'channels_first' },
      inputs: [input(rank, 'channels_first')],
    },
  ]);
}

function globalCases(type: string, rank: number): readonly BatteryCase[] {
  return (['channels_last', 'channels_first'] as const).flatMap(format =>
    [false, true].map(keepdims => ({
      type,
      parameters: { data_format: format, keepdims },
      inputs: [input(rank, format)],
    })),
  );
}

/** Windows of 2, 3 and 4, strides 1 to 3, every padding, both data formats. */
export const CASES: readonly BatteryCase[] = [
  ...[1, 2, 3].flatMap(rank => [
    ...slidingCases(`MaxPooling${rank}D`, rank),
    ...slidingCases(`AveragePooling${rank}D`, rank),
    ...globalCases(`GlobalMaxPooling${rank}D`, rank),
    ...globalCases(`GlobalAveragePooling${rank}D`, rank),
  ]),
  ...slidingCases('SumPooling2D', 2),
  ...slidingCases('L2Pooling2D', 2),
];
