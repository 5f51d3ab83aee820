import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import { RECURRENT_ACTIVATIONS } from '../arithmetic/recurrent-parameters.ts';
import type { BatteryCase } from './battery-case.ts';

const SEQUENCE: Shape = ['N', 7, 5];
const SHORT: Shape = ['N', 2, 3];

/** What all recurrent layers are tried with. */
const COMMON: readonly (readonly [Record<string, Json>, Shape])[] = [
  [{ units: 4 }, SEQUENCE],
  [{ units: 4, return_sequences: true }, SEQUENCE],
  [{ units: 4, go_backwards: true }, SEQUENCE],
  [{ units: 4, go_backwards: true, return_sequences: true }, SEQUENCE],
  [{ units: 6, use_bias: false, return_sequences: true }, SEQUENCE],
  [{ units: 1 }, SHORT],
  [{ units: 3, dropout: 0.5 }, SEQUENCE],
  [{ units: 3, recurrent_dropout: 0.5, return_sequences: true }, SEQUENCE],
  [{ units: 3, dropout: 0.25, recurrent_dropout: 0.25, go_backwards: true }, SEQUENCE],
  ...RECURRENT_ACTIVATIONS.map((activation): [Record<string, Json>, Shape] => [
    { units: 4, activation },
    SEQUENCE,
  ]),
];

/** The layers with gates: every function of the gates, and two that take settings beside each other. */
const GATED: typeof COMMON = [
  ...RECURRENT_ACTIVATIONS.map((gate): [Record<string, Json>, Shape] => [
    { units: 4, recurrent_activation: gate, return_sequences: true },
    SEQUENCE,
  ]),
  [{ units: 4, activation: 'leaky_relu', recurrent_activation: 'hard_sigmoid' }, SEQUENCE],
];

const cases = (type: string, list: typeof COMMON): readonly BatteryCase[] =>
  list.map(([parameters, shape]) => ({ type, parameters, inputs: [shape] }));

/** Both directions, both forms of the output, every function, dropout. */
export const CASES: readonly BatteryCase[] = [
  ...cases('LSTM', [...COMMON, ...GATED, [{ units: 4, unit_forget_bias: false }, SEQUENCE]]),
  ...cases('GRU', [
    ...COMMON,
    ...GATED,
    ...[...COMMON, ...GATED]
      .slice(0, -1)
      .map(([parameters, shape]): [Record<string, Json>, Shape] => [
        { ...parameters, reset_after: false },
        shape,
      ]),
  ]),
  ...cases('SimpleRNN', COMMON),
  ...cases('Masking', [
    [{}, SEQUENCE],
    [{ mask_value: -1 }, SHORT],
  ]),
];
