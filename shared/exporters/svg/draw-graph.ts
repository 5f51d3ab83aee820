import type { DocumentEdge, NetloomDocument, Point } from '../../document/schema.ts';
import { elementsPerSample } from '../../document/value.ts';
import type { Inference } from '../../inference/infer.ts';
import { type Box, bounds, nodeBox, portOffset } from '../../layout/geometry.ts';
import { tidyLayout } from '../../layout/tidy.ts';
import { type WireEnds, WireRouter } from '../../layout/wire-router.ts';
import { wirePath } from '../../layout/wires.ts';
import { drawNode, type PortCounts } from './draw-node.ts';
import { PALETTES, type Palette, type Theme } from './palette.ts';
import { fitText, svgText, UI_FACE } from './svg-text.ts';

/** Around the drawing, in pixels. */
const MARGIN = 32;
/** Width by height of a drawing whose layers have no places yet. */
const ASPECT = 1.4;
const NOTE_LINE = 17;

/** How a drawing looks. */
export interface DrawingOptions {
  readonly theme?: Theme;
  /** False leaves the background transparent. */
  readonly background?: boolean;
}

/**
 * Draws the network as it stands on the canvas: an SVG file that needs nothing else. Layers without a place make the whole drawing
 * tidy itself.
 *
 * @param document the document
 * @param inference its inference, for shapes, counts and problems
 * @returns the SVG's text
 */
export function drawGraph(
  document: NetloomDocument,
  inference: Inference,
  options: DrawingOptions = {},
): string {
  const palette = PALETTES[options.theme ?? 'light'];
  const isPlaced = Object.keys(document.nodes).every(name => document.positions[name]);
  const positions = placesOf(document, isPlaced);
  const boxes = new Map(Object.entries(positions).map(([name, place]) => [name, nodeBox(place)]));
  const frames = document.frames ?? [];
  const notes = document.notes ?? [];
  const others = [...frames, ...notes].map(({ box: [x, y, width, height] }) => ({ x, y, width, height }));
  const ports = portCounts(document.edges);
  const wires = drawWires(document, inference, boxes, isPlaced, ports, palette);
  const content = [
    ...frames.map(({ title, box: [x, y, width, height] }) =>
      drawFrame(title, { x, y, width, height }, palette),
    ),
    ...wires.paths,
    ...notes.map(({ text, box: [x, y, width, height] }) => drawNote(text, { x, y, width, height }, palette)),
    ...[...boxes].map(([name, box]) => drawNode(document, inference, name, box, ports(name), palette)),
  ];
  const all = bounds([...boxes.values(), ...others, ...wires.boxes]) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [Math.floor(all.x - MARGIN), Math.floor(all.y - MARGIN)];
  const [width, height] = [Math.ceil(all.width + 2 * MARGIN), Math.ceil(all.height + 2 * MARGIN)];
  const background =
    options.background === false
      ? []
      : [`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${palette.canvas}"/>`];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" font-family="${UI_FACE}">`,
    ...background,
    ...content,
    '</svg>',
  ].join('\n')}\n`;
}

function placesOf(document: NetloomDocument, isPlaced: boolean): Readonly<Record<string, Point>> {
  const nodes = Object.keys(document.nodes);
  if (!isPlaced) return tidyLayout({ nodes, edges: document.edges, aspect: ASPECT });
  return Object.fromEntries(nodes.map(name => [name, document.positions[name] ?? [0, 0]]));
}

function drawWires(
  document: NetloomDocument,
  inference: Inference,
  boxes: ReadonlyMap<string, Box>,
  isPlaced: boolean,
  ports: (node: string) => PortCounts,
  palette: Palette,
): { readonly paths: readonly string[]; readonly boxes: readonly Box[] } {
  const paths: string[] = [];
  const reached: Box[] = [];
  const ends = new Map<DocumentEdge, WireEnds>();
  for (const edge of document.edges) {
    const source = boxes.get(edge.from);
    const target = boxes.get(edge.to);
    if (!source || !target) continue;
    const from: Point = [
      source.x + portOffset(edge.fromPort ?? 0, ports(edge.from).outputs),
      source.y + source.height,
    ];
    const to: Point = [target.x + portOffset(edge.toPort ?? 0, ports(edge.to).inputs), target.y];
    ends.set(edge, isPlaced && edge.via ? { from, to, via: edge.via } : { from, to });
  }
  const ways = [...new WireRouter().route(boxes, numbered([...ends.values()])).values()];
  for (const [i, edge] of [...ends.keys()].entries()) {
    const way = ways[i] ?? [];
    for (const [x, y] of way) reached.push({ x, y, width: 0, height: 0 });
    const elements = elementsPerSample(
      inference.nodes.get(edge.from)?.outputs[edge.fromPort ?? 0]?.shape ?? null,
    );
    paths.push(
      `<path d="${wirePath(way)}" fill="none" stroke="${palette.wire}" stroke-width="${wireWidth(elements)}"/>`,
    );
  }
  return { paths, boxes: reached };
}

function numbered(wires: readonly WireEnds[]): ReadonlyMap<string, WireEnds> {
  return new Map(wires.map((wire, i) => [String(i), wire]));
}

/** How many ports of each node carry wires; one where none does. */
function portCounts(edges: readonly DocumentEdge[]): (node: string) => PortCounts {
  const inputs = new Map<string, number>();
  const outputs = new Map<string, number>();
  for (const { from, fromPort = 0, to, toPort = 0 } of edges) {
    outputs.set(from, Math.max(outputs.get(from) ?? 1, fromPort + 1));
    inputs.set(to, Math.max(inputs.get(to) ?? 1, toPort + 1));
  }
  return node => ({ inputs: inputs.get(node) ?? 1, outputs: outputs.get(node) ?? 1 });
}

/** From 1.5 to 3.5 px by the logarithm of the elements per sample. */
function wireWidth(elements: number | null): number {
  if (elements === null || elements < 1) return 1.5;
  const share = (Math.log10(elements) - 1) / 4.5;
  return Math.round((1.5 + 2 * Math.min(1, Math.max(0, share))) * 100) / 100;
}

function drawFrame(title: string, { x, y, width, height }: Box, palette: Palette): string {
  const style = { face: 'ui', size: 12, weight: 600, color: palette.quiet } as const;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="none" stroke="${palette.wire}" stroke-dasharray="4 4"/>`,
    svgText(fitText(title, style, width - 16), x + 8, y + 18, style),
  ].join('');
}

function drawNote(text: string, { x, y, width, height }: Box, palette: Palette): string {
  const style = { face: 'ui', size: 12, color: palette.quiet } as const;
  const lines = text.split('\n').slice(0, Math.max(1, Math.floor(height / NOTE_LINE)));
  return lines
    .map((line, i) => svgText(fitText(line, style, width - 16), x + 8, y + 18 + i * NOTE_LINE, style))
    .join('');
}
