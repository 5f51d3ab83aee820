import type { DataFormat, Inference, NodeInference } from '../inference/infer.ts';
import type { AxisReach } from '../layers/contract.ts';
import { keepsPlaces, reachOf, spatialExtents } from './receptive-field.ts';

/** First and last position of an axis, both included; first > last: nothing is seen. */
export type Span = readonly [number, number];

/** What one unit sees of one input of the network. */
export interface InputRegion {
  readonly input: string;
  /** The input's spatial extents. */
  readonly extents: readonly number[];
  /** Per spatial axis, cut at the input's borders. */
  readonly spans: readonly Span[];
  /** False where a layer on the way does not tell how far it reaches and was taken to see everything. */
  readonly isExact: boolean;
}

interface Region {
  readonly spans: readonly Span[];
  readonly isExact: boolean;
  readonly format: DataFormat;
}

/**
 * What one unit of a layer sees of each input: its place is followed back through every branch, exactly, padding left out.
 *
 * @param inference the inferred network
 * @param name of the layer
 * @param unit its position along each spatial axis
 * @returns one region per input that it reaches; empty where extents on the way are unknown
 */
export function receptiveRegions(
  inference: Inference,
  name: string,
  unit: readonly number[],
): readonly InputRegion[] {
  const start = inference.nodes.get(name);
  if (!start?.isBuilt) return [];
  const regions = new Map<string, Region>([
    [
      name,
      {
        spans: spatialExtents(start).map((_, axis) => [unit[axis] ?? 0, unit[axis] ?? 0] as const),
        isExact: true,
        format: start.dataFormat,
      },
    ],
  ]);
  const found: InputRegion[] = [];
  for (const node of [...inference.nodes.values()].reverse()) {
    const region = regions.get(node.name);
    if (!region || !node.isBuilt) continue;
    if (node.layer?.traits.isInput) {
      const extents = spatialExtents(node, region.format).filter(extent => extent !== null);
      if (extents.length === region.spans.length && extents.length > 0)
        found.push({ input: node.name, extents, spans: region.spans, isExact: region.isExact });
      continue;
    }
    for (const input of node.node.inputs) {
      const producer = input && inference.nodes.get(input.node);
      if (!producer) continue;
      const seen = seenOf(node, producer, region);
      const before = regions.get(producer.name);
      regions.set(producer.name, before ? joined(before, seen) : seen);
    }
  }
  return found.reverse();
}

/** What a region of a node's output sees of one of its inputs. */
function seenOf(node: NodeInference, producer: NodeInference, region: Region): Region {
  const format = node.dataFormat ?? region.format;
  const extents = spatialExtents(producer, format);
  const whole = extents.map((extent): Span => [0, (extent ?? 1) - 1]);
  const reach = reachOf(node);
  if (reach)
    return {
      spans: whole.map((all, axis) => {
        const axisReach = reach[axis] ?? null;
        const span = region.spans[axis];
        return axisReach === null || axisReach === 'whole' || !span
          ? all
          : cut(reachBack(span, axisReach), all);
      }),
      isExact: region.isExact && !reach.includes(null),
      format,
    };
  const own = spatialExtents(node, format);
  const isAligned = extents.every((extent, axis) => extent === own[axis] || extent === 1);
  if (
    (node.layer?.traits.isMerge || keepsPlaces(node)) &&
    isAligned &&
    region.spans.length === extents.length
  )
    return {
      spans: whole.map((all, axis) => (extents[axis] === own[axis] ? (region.spans[axis] ?? all) : all)),
      isExact: region.isExact,
      format,
    };
  return { spans: whole, isExact: region.isExact && node.layer?.traits.isReshaping === true, format };
}

function reachBack([first, last]: Span, { size, stride, before, factor }: AxisReach): Span {
  return [
    Math.ceil((first * stride - before) / factor),
    Math.floor((last * stride - before + size - 1) / factor),
  ];
}

function cut([first, last]: Span, [from, to]: Span): Span {
  return [Math.max(first, from), Math.min(last, to)];
}

function joined(a: Region, b: Region): Region {
  return {
    format: a.format ?? b.format,
    isExact: a.isExact && b.isExact,
    spans: a.spans.map((span, axis) => {
      const other = b.spans[axis] ?? span;
      if (span[0] > span[1]) return other;
      return other[0] > other[1] ? span : [Math.min(span[0], other[0]), Math.max(span[1], other[1])];
    }),
  };
}
