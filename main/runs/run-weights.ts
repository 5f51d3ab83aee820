import { renamedLayers } from '../../shared/document/renamed-layers.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { lazyWeightStore } from '../training/weight-store-of.ts';
import { RunFolder } from './run-folder.ts';

/**
 * The weights of a run for an export: those of its last checkpoint, each read when it is asked for. Layers that were renamed since keep
 * theirs.
 *
 * @param run the run's folder
 * @param document the network that they are for; left out, names are taken as they are in the run
 * @throws RunError when there is no run or it has no weights yet
 */
export async function readRunWeights(run: string, document?: NetloomDocument): Promise<WeightStore> {
  const folder = new RunFolder(run);
  const store = lazyWeightStore(await folder.openWeights('last'));
  const renamed = document && renamedLayers(await folder.readDocument(), document);
  if (!renamed || renamed.size === 0) return store;
  const nameIn = (weight: string) => {
    const end = weight.lastIndexOf('/');
    // A wrapper's weights have a slash of their own: the layer is the longest name that was renamed.
    for (let at = end; at > 0; at = weight.lastIndexOf('/', at - 1)) {
      const old = renamed.get(weight.slice(0, at));
      if (old !== undefined) return old + weight.slice(at);
    }
    return weight;
  };
  return {
    get: name => store.get(nameIn(name)),
    elements: name => store.elements?.(nameIn(name)),
    pieces: name => store.pieces?.(nameIn(name)),
    count: name => store.count?.(nameIn(name)),
  };
}
