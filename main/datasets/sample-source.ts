import type { DataKind, NetworkPorts, Port, TableColumn } from '../../shared/contract/data.ts';
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

/** The targets of one output of a network. */
export type SourceTarget = Targets & {
  /** The network's output; null where the data have but one target, whatever the output is called. */
  readonly name: string | null;
};

/** What feeds one input of a network. */
export interface SourceInput {
  /** The network's input; null where the data have but one, whatever the network's is called. */
  readonly name: string | null;
  /** Extents of one sample. */
  readonly shape: readonly number[];
  /** What each number of a sample is called; left out where they have no names. */
  readonly columns?: readonly string[];
  /** Whether the numbers are bytes, 0 to 255. */
  readonly areBytes: boolean;
}

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
  readonly inputs: readonly SourceInput[];
  readonly targets: readonly SourceTarget[];
  /** Where the data say themselves what serves for what; no test samples or no validation samples where an array is empty. */
  readonly parts: SplitIndices | null;
  /** The columns of a table; null for others. */
  readonly columns: readonly TableColumn[] | null;
  /** Which column or array holds the targets, and whether that was guessed. */
  readonly target: { readonly name: string; readonly guessed: boolean } | null;
  /** Names of arrays that nothing asks for; left out where there are none. */
  readonly unused?: readonly string[];
  /** What could not be read so far; reading may find more. */
  readonly broken: readonly BrokenSample[];
  /** What a sample is called in sentences: its file, its line. */
  nameOf(index: number): string;
  /**
   * Reads samples.
   *
   * @param indices which
   * @param into by input, receives their numbers one after the other
   * @returns places within `indices` that could not be read, with the reason; their numbers are left as they are
   */
  read(indices: ArrayLike<number>, into: readonly Float32Array[]): Promise<readonly Unread[]>;
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
  /**
   * What the network takes and gives per sample, as far as known: arrays are found by its names, pictures are brought to what the input
   * takes, and the output decides between class numbers and values.
   */
  readonly network: NetworkPorts;
  /** Bytes that may be held in memory. */
  readonly budget: number;
  /** Arrays may come without targets: a trained network is to tell them. */
  readonly mayLackTargets?: boolean;
}

/**
 * The extents of an input or output of a network.
 *
 * @param ports its inputs or outputs
 * @param name which; null for the first
 * @returns null where nothing is known of it
 */
export function extentsOf(ports: readonly Port[], name: string | null): Port['extents'] {
  return portOf(ports, name)?.extents ?? null;
}

/** The input or output of a network that has a name; the first for null. */
export function portOf(ports: readonly Port[], name: string | null): Port | null {
  return (name === null ? ports[0] : ports.find(candidate => candidate.name === name)) ?? null;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
