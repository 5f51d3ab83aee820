import type { Json } from '../../document/json.ts';
import type { ConvertedNode, Operation } from './conversion.ts';
import { asList, asObject, type JsonObject } from './model-config.ts';

/** The position behind the last element of any axis, in ONNX's way of saying "to the end". */
const END = 2_147_483_647;

/**
 * Converts `x[...]`: slices become one Slice, single positions are taken out of it by a Squeeze, new axes are put in by an Unsqueeze.
 *
 * @param operation the indexing
 * @returns null where the index is not made of whole numbers
 */
export function convertIndexing(operation: Operation): readonly ConvertedNode[] | null {
  const raw = operation.setting(['key', 'slice_spec'], 1);
  if (raw === undefined) return null;
  const rank = operation.tensors[0]?.shape?.length ?? null;
  const entries = expandEllipsis(asList(raw) ?? [raw], rank);
  if (!entries) return null;
  const slices: { axis: number; start: number; end: number; step: number }[] = [];
  const dropped: number[] = [];
  const added: number[] = [];
  let axis = 0;
  let outAxis = 0;
  for (const entry of entries) {
    if (entry === null) {
      added.push(outAxis++);
      continue;
    }
    if (typeof entry === 'number') {
      slices.push({ axis, start: entry, end: entry === -1 ? END : entry + 1, step: 1 });
      dropped.push(axis++);
      continue;
    }
    const slice = readSlice(entry);
    if (!slice) return null;
    if (slice.start !== null || slice.end !== null || slice.step !== 1) {
      const isBackwards = slice.step < 0;
      const start = slice.start ?? (isBackwards ? END : 0);
      const end = slice.end ?? (isBackwards ? -END : END);
      slices.push({ axis, start, end, step: slice.step });
    }
    axis++;
    outAxis++;
  }
  const chain: ConvertedNode[] = [];
  if (slices.length > 0) {
    const parameters: Record<string, Json> = {
      starts: slices.map(({ start }) => start),
      ends: slices.map(({ end }) => end),
      axes: slices.map(slice => slice.axis),
    };
    if (slices.some(({ step }) => step !== 1)) parameters.steps = slices.map(({ step }) => step);
    chain.push({ type: 'Slice', parameters });
  }
  if (dropped.length > 0) chain.push({ type: 'Squeeze', parameters: { axes: dropped } });
  if (added.length > 0) chain.push({ type: 'Unsqueeze', parameters: { axes: added } });
  return chain.length > 0 ? chain : [{ type: 'Identity', parameters: {} }];
}

const isEllipsis = (entry: Json): boolean =>
  entry === '...' || asObject(entry)?.class_name === '__ellipsis__';

/** Puts whole slices for `...`; null where the rank that it needs is unknown. */
function expandEllipsis(entries: readonly Json[], rank: number | null): readonly Json[] | null {
  const at = entries.findIndex(isEllipsis);
  if (at < 0) return entries;
  if (rank === null) return null;
  const used = entries.filter(entry => entry !== null && !isEllipsis(entry)).length;
  const whole = { start: null, stop: null, step: null };
  const filled = Array.from({ length: Math.max(0, rank - used) }, () => whole);
  return [...entries.slice(0, at), ...filled, ...entries.slice(at + 1)];
}

function readSlice(entry: Json): { start: number | null; end: number | null; step: number } | null {
  const record = asObject(entry);
  const slice: JsonObject | null = record && 'config' in record ? asObject(record.config) : record;
  if (!slice) return null;
  const bound = (value: Json | undefined): number | null | undefined =>
    value === null || value === undefined
      ? null
      : typeof value === 'number' && Number.isSafeInteger(value)
        ? value
        : undefined;
  const [start, end, step] = [bound(slice.start), bound(slice.stop), bound(slice.step)];
  if (start === undefined || end === undefined || step === undefined || step === 0) return null;
  return { start, end, step: step ?? 1 };
}
