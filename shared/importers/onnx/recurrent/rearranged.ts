import type { ConvertContext } from '../convert-context.ts';
import type { TensorState } from '../draft.ts';
import { attributeInts } from '../node-attributes.ts';
import { isWhole, rearrangedView, viewShape, wholeView } from './tensor-view.ts';

/**
 * What is known of a tensor that only rearranges another one of a recurrent layer's surroundings: nothing is made of it before something
 * asks for it, and where it is the other one again, it is that one.
 *
 * @param context the node
 * @param states what is known of the tensors
 * @returns null for any other node
 */
export function rearrangedState(
  context: ConvertContext,
  states: ReadonlyMap<string, TensorState>,
): TensorState | null {
  const { node } = context;
  const name = context.input(0);
  const state = states.get(name);
  if (node.domain !== '' || node.outputs.length !== 1 || !state || state.constant || state.known) return null;
  const { shape, dtype } = state.value;
  const isSwap = node.operator === 'Transpose' && attributeInts(node, 'perm')?.join() === '1,0,2';
  const own =
    isSwap && shape?.length === 3
      ? wholeView(
          name,
          shape.map(dim => [dim]),
        )
      : null;
  const from = state.view ?? own;
  const view = from && rearrangedView(from, context);
  if (!view) return null;
  if (isWhole(view)) return states.get(view.base) ?? null;
  return {
    value: { dtype, shape: viewShape(view) },
    constant: null,
    known: null,
    port: null,
    maker: node,
    view,
  };
}
