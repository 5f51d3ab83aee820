import type { DataKind, TableColumn } from '../../shared/contract/data.ts';
import type { DataSettings } from '../../shared/document/data-settings.ts';
import type { SplitIndices } from './dataset.ts';

/** What the samples are to be told apart by, or the numbers to be found. */
export type Targets =
  | {
      readonly kind: 'classes';
      /** Class number of each sample. */
      readonly labels: Int32Array;
      readonly names: readonly string[];
      /** Whether the data name their classes; else the numbers themselves do, and there may be more than occur. */
      readonly areNamed: boolean;
    }
  | {
      readonly kind: 'values';
      /** Samples × elements. */
      readonly values: Float32Array;
      /** Extents of one sample's target. */
      readonly shape: readonly number[];
    };

/** A sample that cannot be read. */
export interface BrokenSample {
  readonly name: string;
  /** Why, in words. */
  readonly reason: string;
}

/** Samples on disk, addressed by number, in the numbers that stand there. */
export interface SampleSource {
  readonly kind: DataKind;
  readonly path: string;
  /** A sentence on what was found. */
  readonly description: string;
  readonly count: number;
  /** Extents of one sample. */
  readonly inputShape: readonly number[];
  /** What each number of a sample is called; left out where they have no names. */
  readonly inputNames?: readonly string[];
  /** Whether the numbers are bytes, 0 to 255. */
  readonly areBytes: boolean;
  readonly targets: Targets;
  /** Where the data say themselves what serves for what; no test samples or no validation samples where an array is empty. */
  readonly parts: SplitIndices | null;
  /** The columns of a table; null for others. */
  readonly columns: readonly TableColumn[] | null;
  /** Which column or array holds the targets, and whether that was guessed. */
  readonly target: { readonly name: string; readonly guessed: boolean } | null;
  /** What could not be read so far; reading may find more. */
  readonly broken: readonly BrokenSample[];
  /** What a sample is called in sentences: its file, its line. */
  nameOf(index: number): string;
  /**
   * Reads samples.
   *
   * @param indices which
   * @param into receives their numbers one after the other
   * @returns places within `indices` that could not be read, with the reason; their numbers are left as they are
   */
  read(indices: ArrayLike<number>, into: Float32Array): Promise<readonly Unread[]>;
}

/** Samples whose files are open. */
export interface OpenSource extends SampleSource {
  /** Closes the files. */
  close(): Promise<void>;
}

/** A sample that {@link SampleSource.read} could not read. */
export interface Unread {
  /** Its place in the request. */
  readonly place: number;
  readonly reason: string;
}

/** What the opener of a source is told. */
export interface SourceRequest {
  readonly settings: DataSettings;
  /** What the network's input takes per sample, as far as known: pictures are brought to it. */
  readonly input: readonly (number | null)[] | null;
  /** What the network's output gives per sample: decides between class numbers and values. */
  readonly output: readonly (number | null)[] | null;
  /** Bytes that may be held in memory. */
  readonly budget: number;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
