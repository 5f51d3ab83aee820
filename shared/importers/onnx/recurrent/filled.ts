import type { ConvertContext } from '../convert-context.ts';
import type { TensorState } from '../draft.ts';

/** Larger constants are not looked through. */
const MAX_LOOKED_AT = 2 ** 20;
/** Operators that give nothing but elements of their first input. */
const KEEPING: ReadonlySet<string> = new Set(
  'Expand Reshape Squeeze Unsqueeze Transpose Slice Gather Identity Tile Flatten'.split(' '),
);

/** The number that all elements of a tensor are, whatever its extents; null where they differ or are not known. */
export function fillOf(state: TensorState | undefined): number | null {
  if (!state) return null;
  if (state.fill !== undefined) return state.fill;
  const values = state.known?.values ?? state.constant?.numbers(MAX_LOOKED_AT);
  const [first] = values ?? [];
  return typeof first === 'number' && values?.every(value => value === first) ? first : null;
}

/**
 * The number that all elements of a node's output are.
 *
 * @param context the node
 * @param states what is known of the tensors
 */
export function filledBy(context: ConvertContext, states: ReadonlyMap<string, TensorState>): number | null {
  const { node } = context;
  if (node.domain !== '' || node.outputs.length !== 1) return null;
  if (node.operator === 'ConstantOfShape') {
    const value = node.attributes.get('value')?.tensor;
    return value ? (context.elements(value)?.[0] ?? null) : 0;
  }
  return KEEPING.has(node.operator) ? fillOf(states.get(context.input(0))) : null;
}
