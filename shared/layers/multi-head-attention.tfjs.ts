import { attendWithHeads } from './arithmetic/attention-heads.tfjs.ts';
import { multiHeads } from './arithmetic/multi-heads.ts';
import type { ParametersOf } from './contract.ts';
import type multiHeadAttention from './multi-head-attention.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: stock tfjs has no attention. */
export const forward: Forward<ParametersOf<typeof multiHeadAttention>> = (tf, context) => [
  attendWithHeads(tf, context, multiHeads(context.parameters, context.inputs[0]?.shape ?? [])),
];
