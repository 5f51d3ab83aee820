import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import type { ArgParameters } from './arg-reduction.ts';
import { axisOf } from './tensor-axes.ts';

/** The position of the largest or smallest element along an axis. */
export function torchArg(
  name: 'argmax' | 'argmin',
  { parameters: p, inputs: [input] }: TorchContext<ArgParameters>,
  torch: TorchModule,
): readonly TorchTensor[] {
  const axis = axisOf(p.axis, input?.shape ?? []);
  const x = torch.document(0);
  const call = `${name}(${axis}${p.keepdims ? ', keepdim=True' : ''})`;
  // Seen from the end, the last of equal elements comes first.
  const code = p.select_last_index ? `${x}.shape[${axis}] - 1 - ${x}.flip(${axis}).${call}` : `${x}.${call}`;
  return [{ code, order: 'document' }];
}
