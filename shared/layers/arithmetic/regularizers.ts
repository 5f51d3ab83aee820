import type { Json, Parsed } from '../../document/json.ts';

/** A penalty added to the loss: `l1 * sum|w| + l2 * sum w^2` (Keras's L1L2). */
export interface Regularizer {
  readonly l1: number;
  readonly l2: number;
}

/** Keras's default factor of L1() and L2(). Source: keras/src/regularizers/regularizers.py. */
const DEFAULT_FACTOR = 0.01;

/**
 * Reads a regularizer: null, a name (`l1`, `l2`, `l1_l2`: factors 0.01, as Keras's), or `{l1, l2}`.
 *
 * @param raw the form a document holds
 */
export function parseRegularizer(raw: Json): Parsed<Regularizer | null> {
  if (raw === null) return { ok: true, value: null };
  if (raw === 'l1') return { ok: true, value: { l1: DEFAULT_FACTOR, l2: 0 } };
  if (raw === 'l2') return { ok: true, value: { l1: 0, l2: DEFAULT_FACTOR } };
  if (raw === 'l1_l2') return { ok: true, value: { l1: DEFAULT_FACTOR, l2: DEFAULT_FACTOR } };
  if (typeof raw === 'object' && !Array.isArray(raw)) {
    const { l1 = 0, l2 = 0, ...rest } = raw as Readonly<Record<string, Json>>;
    const factor = (value: Json) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
    if (factor(l1) && factor(l2) && Object.keys(rest).length === 0)
      return { ok: true, value: { l1: Number(l1), l2: Number(l2) } };
  }
  return {
    ok: false,
    message: `must be none, "l1", "l2", "l1_l2" or {"l1": number, "l2": number}; got ${JSON.stringify(raw)}`,
  };
}
