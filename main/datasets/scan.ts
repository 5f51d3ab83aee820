import { createHash } from 'node:crypto';
import { FigureCount, type Figures } from '../../shared/training/scaling.ts';
import { DatasetError } from './dataset-error.ts';
import { type BrokenSample, type SampleSource, type SourceTarget, sizeOf } from './sample-source.ts';

/** Bytes and samples that are read at once. */
const CHUNK = { bytes: 16 * 2 ** 20, samples: 512 } as const;

/** What one look at all samples tells. */
export interface Scan {
  /** The samples that can be read, by their number in the source. */
  readonly kept: Int32Array;
  readonly broken: readonly BrokenSample[];
  /** Hash of the numbers and targets. */
  readonly identity: string;
  /** By input. */
  readonly figures: readonly Figures[];
  /** Numbers and targets that are missing or not finite. */
  readonly missing: number;
  /** What the first sample with such a number is called, and in which input or target it is. */
  readonly firstMissing: string | null;
  /** By input the numbers of the kept samples; null when all together exceed the budget. */
  readonly numbers: readonly Float32Array[] | null;
}

/** How many samples are read at once. */
function chunkSize(size: number): number {
  return Math.max(1, Math.min(CHUNK.samples, Math.floor(CHUNK.bytes / (4 * size))));
}

/**
 * Reads all samples once.
 *
 * @param source the data
 * @param budget bytes of samples that may be held in memory
 */
export async function scan(source: SampleSource, budget: number): Promise<Scan> {
  const sizes = source.inputs.map(({ shape }) => sizeOf(shape));
  const size = sizes.reduce((sum, own) => sum + own, 0);
  const holds = source.count * size * 4 <= budget;
  const numbers = holds ? sizes.map(own => new Float32Array(source.count * own)) : null;
  const kept: number[] = [];
  const broken: BrokenSample[] = [...source.broken];
  const hash = createHash('sha256');
  const counts = source.inputs.map(({ shape }) => new FigureCount(shape.at(-1) ?? 1));
  let firstMissing: string | null = null;
  const step = chunkSize(size);
  const pieces = sizes.map(own => new Float32Array(Math.min(step, source.count) * own));
  for (let begin = 0; begin < source.count; begin += step) {
    const indices = Int32Array.from({ length: Math.min(step, source.count - begin) }, (_, i) => begin + i);
    const unread = new Map((await source.read(indices, pieces)).map(({ place, reason }) => [place, reason]));
    for (const [place, index] of indices.entries()) {
      const reason = unread.get(place);
      if (reason !== undefined) {
        broken.push({ name: source.nameOf(index), reason });
        continue;
      }
      for (const [i, piece] of pieces.entries()) {
        const own = sizes[i] ?? 0;
        const sample = piece.subarray(place * own, (place + 1) * own);
        numbers?.[i]?.set(sample, kept.length * own);
        hash.update(new Uint8Array(sample.buffer, sample.byteOffset, sample.byteLength));
        const count = counts[i];
        const before = count?.missingCount ?? 0;
        count?.add(sample);
        if ((count?.missingCount ?? 0) > before)
          firstMissing ??= placeOf(source.nameOf(index), 'input', source.inputs[i]?.name);
      }
      kept.push(index);
    }
  }
  let faulty = 0;
  for (const target of source.targets) {
    const own = kept.filter(index => isFaulty(target, index));
    faulty += own.length;
    if (own[0] !== undefined) firstMissing ??= placeOf(source.nameOf(own[0]), 'target', target.name);
    hash.update(targetBytes(target));
  }
  return {
    kept: Int32Array.from(kept),
    broken,
    identity: `sha256:${hash.digest('hex')}`,
    figures: counts.map(count => count.figures()),
    missing: counts.reduce((sum, count) => sum + count.missingCount, faulty),
    firstMissing,
    numbers: numbers?.map((all, i) => all.subarray(0, kept.length * (sizes[i] ?? 0))) ?? null,
  };
}

function placeOf(sample: string, side: 'input' | 'target', name: string | null | undefined): string {
  return typeof name === 'string' ? `${sample} of the ${side} "${name}"` : sample;
}

function isFaulty(target: SourceTarget, index: number): boolean {
  return target.kind === 'classes'
    ? (target.labels[index] ?? -1) < 0
    : !targetRow(target.values, target.shape, index).every(Number.isFinite);
}

function targetRow(values: Float32Array, shape: readonly number[], index: number): Float32Array {
  const size = sizeOf(shape);
  return values.subarray(index * size, (index + 1) * size);
}

function targetBytes(targets: SourceTarget): Uint8Array {
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
  for (const target of source.targets) {
    if (target.kind !== 'classes') continue;
    const [first] = kept;
    const only = target.labels[first ?? 0] ?? 0;
    if (!kept.every(index => target.labels[index] === only)) continue;
    const where = target.name === null ? '' : ` in the target "${target.name}"`;
    return new DatasetError(
      'dataset.one-class',
      `All ${kept.length} samples of "${source.path}" are of one class${where}, "${target.names[only] ?? only}"; there is nothing to tell apart. Add samples of another class${source.target ? ' or choose another target ("target" under Preparing, --target)' : ''}.`,
    );
  }
  return null;
}
