import type { NetworkPorts } from '../../shared/contract/data.ts';
import { type Figures, overall, type ScalingNumbers } from '../../shared/training/scaling.ts';
import { DatasetError } from './dataset-error.ts';
import { portOf, type SampleSource } from './sample-source.ts';

/**
 * Why numbers cannot be looked up in the table of a network (words in an Embedding): engines would stop at the first batch that holds one
 * beyond it.
 *
 * @param source the data
 * @param figures of the numbers as they stand in the files, by input
 * @param request the network, and whether the scaling is that of a run, which is not judged again
 * @param kinds how each input is scaled
 * @returns `dataset.range` or `dataset.scaling` with the remedy; null where nothing is wrong
 */
export function lookupRefusal(
  source: Pick<SampleSource, 'path' | 'inputs'>,
  figures: readonly Figures[],
  request: { readonly network: NetworkPorts; readonly scaling?: unknown },
  kinds: readonly ScalingNumbers['kind'][],
): DatasetError | null {
  for (const [i, { name }] of source.inputs.entries()) {
    const port = portOf(request.network.inputs, name);
    const own = figures[i];
    if (!port?.lookup || !own) continue;
    const { layer, rows } = port.lookup;
    const kind = kinds[i] ?? 'none';
    if (kind !== 'none') {
      if (request.scaling) continue;
      return new DatasetError(
        'dataset.scaling',
        `The numbers of the input "${port.name}" are looked up in the table of "${layer}"; scaled (${kind}) they would name other rows or none. Set its scaling to none ("scaling" under Preparing, --scaling ${port.name}=none).`,
      );
    }
    const { min, max } = overall(own);
    if (min > -1 && max < rows) continue;
    const grown =
      min > -1 ? `Give "${layer}" ${figure(Math.floor(max) + 1)} rows (input_dim) or mend` : 'Mend';
    return new DatasetError(
      'dataset.range',
      `The numbers of the input "${port.name}" in "${source.path}" go from ${figure(min)} to ${figure(max)}, but "${layer}" looks them up in a table of ${figure(rows)} rows, 0 to ${figure(rows - 1)}. ${grown} the numbers.`,
    );
  }
  return null;
}

const figure = (value: number) => value.toLocaleString('en-US');
