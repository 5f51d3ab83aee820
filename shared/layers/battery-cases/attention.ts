import type { Json } from '../../document/json.ts';
import type { Shape } from '../../document/value.ts';
import type { BatteryCase } from './battery-case.ts';

const QUERY: Shape = ['N', 7, 6];
const VALUE: Shape = ['N', 5, 6];
/** Inputs of an attention: as query and value, and with a key of its own. */
const PAIR = [QUERY, VALUE];
const TRIPLE = [QUERY, ['N', 5, 4], VALUE] as const;

function cases(
  type: string,
  list: readonly (readonly [Record<string, Json>, readonly Shape[], (readonly string[])?])[],
): readonly BatteryCase[] {
  return list.map(([parameters, inputs, still]) => ({
    type,
    parameters,
    inputs,
    ...(still ? { still } : {}),
  }));
}

/** The bias of the key adds the same to all scores of a query, which the softmax takes out again. */
const KEY_BIAS = ['key/bias'];
const HEADS = { num_heads: 2, key_dim: 3 };
const GROUPS = { head_dim: 3, num_query_heads: 4, num_key_value_heads: 2 };

/** With and without a key of its own, masks, scales, biases, gates, further axes. */
export const CASES: readonly BatteryCase[] = [
  ...cases('Attention', [
    [{}, PAIR],
    [{}, TRIPLE],
    [{ use_scale: true, use_causal_mask: true }, PAIR],
    [{ score_mode: 'concat' }, PAIR],
    [{ score_mode: 'concat', use_scale: true, use_causal_mask: true }, TRIPLE],
    [{ dropout: 0.5 }, [QUERY, QUERY]],
    [
      { use_causal_mask: true },
      [
        ['N', 2, 7, 6],
        ['N', 2, 5, 6],
      ],
    ],
  ]),
  ...cases('AdditiveAttention', [
    [{}, PAIR],
    [{}, TRIPLE],
    [{ use_scale: false }, PAIR],
    [{ use_causal_mask: true, dropout: 0.5 }, PAIR],
    [
      {},
      [
        ['N', 2, 7, 6],
        ['N', 2, 5, 6],
      ],
    ],
  ]),
  ...cases('MultiHeadAttention', [
    [HEADS, PAIR, KEY_BIAS],
    [HEADS, [QUERY, QUERY], KEY_BIAS],
    [{ ...HEADS, value_dim: 5 }, TRIPLE, KEY_BIAS],
    [{ ...HEADS, use_bias: false, output_shape: [4] }, PAIR],
    [{ ...HEADS, use_bias: false, output_shape: [4, 2] }, PAIR],
    [{ ...HEADS, use_causal_mask: true }, PAIR, KEY_BIAS],
    [{ ...HEADS, use_causal_mask: true, sliding_window: 2, dropout: 0.25 }, [QUERY, QUERY], KEY_BIAS],
    [{ ...HEADS, sliding_window: 3 }, [QUERY, QUERY], KEY_BIAS],
    [{ ...HEADS, use_gate: true, value_dim: 2 }, PAIR, KEY_BIAS],
    [{ ...HEADS, use_gate: true, use_bias: false }, PAIR],
    [
      HEADS,
      [
        ['N', 4, 3, 6],
        ['N', 2, 5, 6],
      ],
      KEY_BIAS,
    ],
    [
      { ...HEADS, attention_axes: 2 },
      [
        ['N', 4, 3, 6],
        ['N', 4, 5, 6],
      ],
      KEY_BIAS,
    ],
    [
      { ...HEADS, attention_axes: [-3], use_causal_mask: true },
      [
        ['N', 4, 3, 6],
        ['N', 5, 3, 6],
      ],
      KEY_BIAS,
    ],
  ]),
  ...cases('GroupQueryAttention', [
    [GROUPS, PAIR, KEY_BIAS],
    [GROUPS, [QUERY, VALUE, ['N', 5, 4]], KEY_BIAS],
    [{ ...GROUPS, num_key_value_heads: 1, use_bias: false }, [QUERY, QUERY]],
    [{ ...GROUPS, num_key_value_heads: 4, use_causal_mask: true }, PAIR, KEY_BIAS],
    [{ ...GROUPS, use_gate: true, sliding_window: 3 }, [QUERY, QUERY], KEY_BIAS],
    [{ ...GROUPS, dropout: 0.25, use_causal_mask: true }, [QUERY, QUERY], KEY_BIAS],
  ]),
];
