import { createHash } from 'node:crypto';
import { FigureCount, type Figures } from '../../shared/training/scaling.ts';
import { DatasetError } from './dataset-error.ts';
import { type BrokenSample, type SampleSource, sizeOf } from './sample-source.ts';

/** Bytes and samples that are read at once. */
const CHUNK = { bytes: 16 * 2 ** 20, samples: 512 } as const;

/** What one look at all samples tells. */
export interface Scan {
  /** The samples that can be read, by their number in the source. */
  readonly kept: Int32Array;
  readonly broken: readonly BrokenSample[];
  /** Hash of the numbers and targets. */
  readonly identity: string;
  /** Of the inputs. */
  readonly figures: Figures;
  /** Numbers and targets that are missing or not finite. */
  readonly missing: number;
  /** What the first sample with such a number is called. */
  readonly firstMissing: string | null;
  /** The numbers of the kept samples; null when they exceed the budget. */
  readonly numbers: Float32Array | null;
}

/** How many samples are read at once. */
export function chunkSize(source: Pick<SampleSource, 'inputShape'>): number {
  return Math.max(1, Math.min(CHUNK.samples, Math.floor(CHUNK.bytes / (4 * sizeOf(source.inputShape)))));
}

/**
 * Reads all samples once.
 *
 * @param source the data
 * @param budget bytes of samples that may be held in memory
 */
export async function scan(source: SampleSource, budget: number): Promise<Scan> {
  const size = sizeOf(source.inputShape);
  const holds = source.count * size * 4 <= budget;
  const numbers = holds ? new Float32Array(source.count * size) : null;
  const kept: number[] = [];
  const broken: BrokenSample[] = [...source.broken];
  const hash = createHash('sha256');
  const count = new FigureCount(source.inputShape.at(-1) ?? 1);
  let firstMissing: string | null = null;
  const step = chunkSize(source);
  const piece = new Float32Array(Math.min(step, source.count) * size);
  for (let begin = 0; begin < source.count; begin += step) {
    const indices = Int32Array.from({ length: Math.min(step, source.count - begin) }, (_, i) => begin + i);
    const unread = new Map((await source.read(indices, piece)).map(({ place, reason }) => [place, reason]));
    for (const [place, index] of indices.entries()) {
      const reason = unread.get(place);
      if (reason !== undefined) {
        broken.push({ name: source.nameOf(index), reason });
        continue;
      }
      const sample = piece.subarray(place * size, (place + 1) * size);
      numbers?.set(sample, kept.length * size);
      kept.push(index);
      hash.update(new Uint8Array(sample.buffer, sample.byteOffset, sample.byteLength));
      const before = count.missingCount;
      count.add(sample);
      if (count.missingCount > before) firstMissing ??= source.nameOf(index);
    }
  }
  const { targets } = source;
  const faulty =
    targets.kind === 'classes'
      ? kept.filter(index => (targets.labels[index] ?? -1) < 0)
      : kept.filter(index => !targetRow(targets.values, targets.shape, index).every(Number.isFinite));
  const [faultyFirst] = faulty;
  if (faultyFirst !== undefined) firstMissing ??= source.nameOf(faultyFirst);
  hash.update(targetBytes(source));
  return {
    kept: Int32Array.from(kept),
    broken,
    identity: `sha256:${hash.digest('hex')}`,
    figures: count.figures(),
    missing: count.missingCount + faulty.length,
    firstMissing,
    numbers: numbers?.subarray(0, kept.length * size) ?? null,
  };
}

function targetRow(values: Float32Array, shape: readonly number[], index: number): Float32Array {
  const size = sizeOf(shape);
  return values.subarray(index * size, (index + 1) * size);
}

function targetBytes({ targets }: SampleSource): Uint8Array {
  if (targets.kind === 'values') return new Uint8Array(targets.values.buffer);
  const names = targets.areNamed ? Buffer.from(JSON.stringify(targets.names)) : Buffer.alloc(0);
  return Buffer.concat([new Uint8Array(targets.labels.buffer), names]);
}

/** How many names a sentence lists. */
const LISTED = 5;

/**
 * Why data cannot be trained on.
 *
 * @param skipBroken whether what cannot be read is left out without a word
 * @returns `dataset.broken`, `dataset.empty`, `dataset.nan` or `dataset.one-class`, each with the names and the remedy; null where nothing is wrong
 */
export function refusalOf(source: SampleSource, found: Scan, skipBroken: boolean): DatasetError | null {
  const { broken, kept, missing, firstMissing } = found;
  const kind = source.kind === 'table' ? 'line' : 'file';
  if (broken.length > 0 && !skipBroken) {
    const listed = broken.slice(0, LISTED).map(({ name, reason }) => `${name} (${reason})`);
    const more = broken.length > LISTED ? ` and ${broken.length - LISTED} more` : '';
    return new DatasetError(
      'dataset.broken',
      `${broken.length} ${kind}${broken.length === 1 ? '' : 's'} of "${source.path}" cannot be read: ${listed.join(', ')}${more}. ${broken.length === 1 ? 'Mend or remove it, or have it' : 'Mend or remove them, or have them'} skipped ("skip broken" under Preparing, --skip-broken).`,
    );
  }
  if (kept.length === 0)
    return new DatasetError('dataset.empty', `"${source.path}" has no samples that can be read.`);
  if (missing > 0)
    return new DatasetError(
      'dataset.nan',
      `"${source.path}" has ${missing} number${missing === 1 ? '' : 's'} that ${missing === 1 ? 'is' : 'are'} missing or not finite (NaN, infinite), the first in ${firstMissing}. The loss would be no number: fill them in or remove these samples.`,
    );
  const { targets } = source;
  if (targets.kind !== 'classes') return null;
  const [first] = kept;
  const only = targets.labels[first ?? 0] ?? 0;
  if (kept.every(index => targets.labels[index] === only))
    return new DatasetError(
      'dataset.one-class',
      `All ${kept.length} samples of "${source.path}" are of one class, "${targets.names[only] ?? only}"; there is nothing to tell apart. Add samples of another class${source.target ? ' or choose another target ("target" under Preparing, --target)' : ''}.`,
    );
  return null;
}
