import type { ScalingNumbers } from '../../shared/training/scaling.ts';
import { RunError, RunFolder } from './run-folder.ts';

/**
 * The scaling that a run keeps, to be put into a model.
 *
 * @param run its folder; null where no run is named
 * @throws RunError `export.scaling` where there is none
 */
export async function scalingOf(run: string | null): Promise<ScalingNumbers> {
  const record = run === null ? null : await new RunFolder(run).readAnyRecord();
  const scale = record === null || record.status === 'imported' ? undefined : record.dataset.scale;
  if (scale) return scale;
  throw new RunError(
    'export.scaling',
    run === null
      ? 'Only a run keeps the scaling that is to go into the model: name the run (--run), or export without scaling.'
      : 'The run keeps no scaling: its data were taken as they are. Export without scaling.',
  );
}
