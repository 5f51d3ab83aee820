import { attendWithHeads } from './arithmetic/attention-heads.tfjs.ts';
import { groupedHeads } from './arithmetic/grouped-heads.ts';
import type { ParametersOf } from './contract.ts';
import type groupQueryAttention from './group-query-attention.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: stock tfjs has no attention. */
export const forward: Forward<ParametersOf<typeof groupQueryAttention>> = (tf, context) => [
  attendWithHeads(
    tf,
    context,
    groupedHeads(
      context.parameters,
      context.inputs.map(input => input.shape),
    ),
  ),
];
