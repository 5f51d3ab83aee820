import type { ImportedRecord, RunRecord } from '../../shared/contract/training.ts';
import { applyScaling, type ScalingNumbers } from '../../shared/training/scaling.ts';
import type { NamedScaling } from '../../shared/training/scaling-layer.ts';
import { RunError } from './run-error.ts';
import { RunFolder } from './run-folder.ts';

/**
 * The scaling that a run keeps, to be put into a model.
 *
 * @param run its folder; null where no run is named
 * @returns by input of its data
 * @throws RunError `export.scaling` where there is none
 */
export async function scalingOf(run: string | null): Promise<readonly NamedScaling[]> {
  const record = run === null ? null : await new RunFolder(run).readAnyRecord();
  const scalings =
    record === null
      ? []
      : sampleScaling(record).flatMap(({ name, scale }) => (scale ? [{ ...scale, name }] : []));
  if (scalings.length > 0) return scalings;
  throw new RunError(
    'export.scaling',
    run === null
      ? 'Only a run keeps the scaling that is to go into the model: name the run (--run), or export without scaling.'
      : 'The run keeps no scaling: its data were taken as they are. Export without scaling.',
  );
}

/** How the samples of one input of a run become what its network takes. */
export interface SampleScaling {
  /** The network's input; null where the data had but one, whatever the network's is called. */
  readonly name: string | null;
  /** Null where nothing is scaled. */
  readonly scale: ScalingNumbers | null;
  /** Whether samples are bytes. Those are shown as 0 to 1, as pictures are drawn. */
  readonly areBytes: boolean;
}

/** Numbers that a network takes as they are shown. */
export const UNSCALED: SampleScaling = { name: null, scale: null, areBytes: false };

/** The scaling of a run's samples by input, in the order of the network's inputs; those for imported weights are shown as the network takes them. */
export function sampleScaling(record: RunRecord | ImportedRecord): readonly SampleScaling[] {
  if (record.status === 'imported') return [UNSCALED];
  const { inputs, scale = null, bytes = scale?.kind === 'unit' } = record.dataset;
  if (!inputs) return [{ ...UNSCALED, scale, areBytes: bytes }];
  return inputs.map(({ name, scale: own, bytes: areBytes }) => ({ name, scale: own, areBytes }));
}

/** Whether a model can do itself what a run did to its samples. */
export function isScaled(record: RunRecord): boolean {
  return sampleScaling(record).some(({ scale }) => scale !== null && scale.kind !== 'none');
}

/** The numbers of a run's scaling by input of its data, for preparing data as it did; undefined where it keeps none. */
export function recordedScaling({
  inputs,
  scale,
}: Pick<RunRecord['dataset'], 'inputs' | 'scale'>): readonly ScalingNumbers[] | undefined {
  return inputs?.map(({ scale: own }) => own) ?? (scale && [scale]);
}

/**
 * What a network takes for samples of one input as they are shown: numbers as they stand in their file, bytes as 0 to 1.
 *
 * @param shown the samples' numbers, row-major
 * @param scaling of the run for this input
 */
export function networkNumbers(
  shown: ArrayLike<number>,
  { scale, areBytes }: Pick<SampleScaling, 'scale' | 'areBytes'>,
): Float32Array {
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
