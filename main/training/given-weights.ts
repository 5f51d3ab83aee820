import { describedWeights } from '../../shared/exporters/initial-weight-store.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import { isReal, type WeightStore } from '../../shared/layers/weight-store.ts';
import { floatsOf } from '../runs/floats-of.ts';
import { RunFolder } from '../runs/run-folder.ts';

/** What becomes of one weight when a training begins with those of another run. */
export interface GivenWeight {
  readonly weight: string;
  /** `taken`; `shape`: the run's has another shape, so it begins fresh; `fresh`: the run has none; `unused`: the network has none. */
  readonly kind: 'taken' | 'shape' | 'fresh' | 'unused';
  /** The network's shape; null where it has no such weight. */
  readonly shape: readonly number[] | null;
  /** The run's shape; null where it has no such weight. */
  readonly found: readonly number[] | null;
}

/**
 * Compares the weights of a run with those of a network, by name and shape.
 *
 * @param run its folder
 * @throws RunError when there is no such run or it has no weights
 */
export async function compareWeights(run: string, inference: Inference): Promise<readonly GivenWeight[]> {
  const { tensors } = await new RunFolder(run).openWeights();
  const wanted = describedWeights(inference);
  const own = [...wanted].map(([weight, { shape }]): GivenWeight => {
    const tensor = tensors.get(weight);
    if (!tensor) return { weight, kind: 'fresh', shape, found: null };
    const fits = isReal(tensor.dtype) && tensor.shape.join() === shape.join();
    return { weight, kind: fits ? 'taken' : 'shape', shape, found: tensor.shape };
  });
  const others = [...tensors].filter(([weight]) => !wanted.has(weight));
  return [
    ...own,
    ...others.map(
      ([weight, { shape }]): GivenWeight => ({ weight, kind: 'unused', shape: null, found: shape }),
    ),
  ];
}

/** The weights of a run that fit a network, each read when it is asked for. */
export async function givenWeights(run: string, inference: Inference): Promise<WeightStore> {
  const rows = await compareWeights(run, inference);
  const taken = new Set(rows.flatMap(({ weight, kind }) => (kind === 'taken' ? weight : [])));
  const { tensors } = await new RunFolder(run).openWeights();
  return {
    get(name) {
      const tensor = taken.has(name) ? tensors.get(name) : undefined;
      return tensor && floatsOf(tensor);
    },
  };
}
