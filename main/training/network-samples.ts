import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { networkInputs, type Serving, servingIndex } from '../../shared/training/network-ports.ts';
import type { TrainingPlan } from './plan.ts';

/**
 * Samples in the order of a network's inputs and outputs, where the data may have another one, or one target for all outputs.
 *
 * @param plan the network
 * @param info of the data, which fit it
 * @param samples as the data give them
 */
export function networkSamples<Input, Target>(
  plan: TrainingPlan,
  info: DatasetInfo,
  samples: { readonly inputs: readonly Input[]; readonly targets: readonly Target[] },
): { readonly inputs: readonly Input[]; readonly targets: readonly Target[] } {
  return {
    inputs: inOrder(networkInputs(plan.inference), info.inputs, samples.inputs),
    targets: inOrder(plan.outputs, info.targets, samples.targets),
  };
}

function inOrder<T>(
  ports: readonly { readonly name: string }[],
  offered: readonly Serving[],
  values: readonly T[],
): readonly T[] {
  return ports.flatMap(({ name }) => values[servingIndex(name, offered)] ?? []);
}
