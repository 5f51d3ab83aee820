import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

/** Input, its channels-first form, and sizes that divide it, do not, leave it and make one part of it. */
const RANKS: readonly {
  rank: number;
  last: Shape;
  first: Shape;
  sizes: readonly (number | readonly number[])[];
}[] = [
  { rank: 1, last: ['N', 10, 3], first: ['N', 3, 10], sizes: [1, 5, 4, 10] },
  { rank: 2, last: ['N', 7, 10, 3], first: ['N', 3, 7, 10], sizes: [1, [3, 4], [7, 5]] },
  { rank: 3, last: ['N', 4, 7, 5, 2], first: ['N', 2, 4, 7, 5], sizes: [1, [2, 3, 4]] },
];

const ADAPTIVE: readonly BatteryCase[] = RANKS.flatMap(({ rank, last, first, sizes }) =>
  ['Average', 'Max'].flatMap(kind => {
    const type = `Adaptive${kind}Pooling${rank}D`;
    const ofSize = (output_size: number | readonly number[], format: object, shape: Shape): BatteryCase => ({
      type,
      parameters: { output_size, ...format },
      inputs: [shape],
    });
    return [
      ...sizes.map(size => ofSize(size, {}, last)),
      ...sizes.slice(1, 2).map(size => ofSize(size, { data_format: 'channels_first' }, first)),
    ];
  }),
);

const of = (type: string, list: readonly (readonly [Record<string, Json>, Shape])[]) =>
  list.map(([parameters, shape]): BatteryCase => ({ type, parameters, inputs: [shape] }));

/** Pooling to a size, and the one-dimensional layers that came with it. */
export const CASES: readonly BatteryCase[] = [
  ...ADAPTIVE,
  ...of('DepthwiseConv1D', [
    [{ kernel_size: 3 }, ['N', 10, 3]],
    [{ kernel_size: 3, padding: 'same', activation: 'relu' }, ['N', 10, 3]],
    [{ kernel_size: 4, strides: 2, padding: 'same', depth_multiplier: 2 }, ['N', 10, 3]],
    [{ kernel_size: 2, dilation_rate: 2, use_bias: false }, ['N', 10, 3]],
    [{ kernel_size: 3, depth_multiplier: 2, data_format: 'channels_first' }, ['N', 3, 10]],
    [{ kernel_size: 3, padding: [[2, 0]] }, ['N', 10, 3]],
  ]),
  ...of('RepeatVector', [
    [{}, ['N', 5]],
    [{ n: 7 }, ['N', 5]],
  ]),
];
