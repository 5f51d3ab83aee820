import type { ImportedRecord, RunRecord } from '../../shared/contract/training.ts';
import { applyScaling, type ScalingNumbers } from '../../shared/training/scaling.ts';
import { RunError, RunFolder } from './run-folder.ts';

/**
 * The scaling that a run keeps, to be put into a model.
 *
 * @param run its folder; null where no run is named
 * @throws RunError `export.scaling` where there is none
 */
export async function scalingOf(run: string | null): Promise<ScalingNumbers> {
  const record = run === null ? null : await new RunFolder(run).readAnyRecord();
  const scale = record && sampleScaling(record).scale;
  if (scale) return scale;
  throw new RunError(
    'export.scaling',
    run === null
      ? 'Only a run keeps the scaling that is to go into the model: name the run (--run), or export without scaling.'
      : 'The run keeps no scaling: its data were taken as they are. Export without scaling.',
  );
}

/** How the samples of a run become what its network takes. */
export interface SampleScaling {
  /** Null where nothing is scaled. */
  readonly scale: ScalingNumbers | null;
  /** Whether samples are bytes. Those are shown as 0 to 1, as pictures are drawn. */
  readonly areBytes: boolean;
}

/** The scaling of a run's samples; those for imported weights are shown as the network takes them. */
export function sampleScaling(record: RunRecord | ImportedRecord): SampleScaling {
  if (record.status === 'imported') return { scale: null, areBytes: false };
  const { scale = null, bytes = scale?.kind === 'unit' } = record.dataset;
  return { scale, areBytes: bytes };
}

/**
 * What a network takes for samples as they are shown: numbers as they stand in their file, bytes as 0 to 1.
 *
 * @param shown the samples' numbers, row-major
 * @param scaling of the run
 */
export function networkNumbers(shown: ArrayLike<number>, { scale, areBytes }: SampleScaling): Float32Array {
  const numbers = Float32Array.from(shown, value => (areBytes && scale ? value * BYTE : value));
  if (scale) applyScaling(numbers, scale);
  return numbers;
}

/**
 * Samples' numbers as they are shown.
 *
 * @param numbers as they stand in their file
 * @param areBytes whether they are bytes
 */
export function shownNumbers(numbers: ArrayLike<number>, areBytes: boolean): number[] {
  return Array.from(numbers, value => (areBytes ? value / BYTE : value));
}

const BYTE = 255;
