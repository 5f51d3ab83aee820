import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import ELK from 'elkjs/lib/elk.bundled.js';
import type { NetloomDocument, Point } from '../shared/document/schema.ts';
import { parseDocument } from '../shared/document/serialize.ts';
import { readGolden } from '../shared/importers/keras/golden-testing.ts';
import { importKerasConfig } from '../shared/importers/keras/import-keras-config.ts';
import { countCrossings } from '../shared/layout/crossings.ts';
import { NODE_HEIGHT, NODE_WIDTH, nodeBox, portOffset, ROW_PITCH } from '../shared/layout/geometry.ts';
import { LARGE_NETWORKS, SAMPLE_NETWORKS, type SampleNetwork } from '../shared/layout/sample-networks.ts';
import { tidyLayout } from '../shared/layout/tidy.ts';
import { type WireEnds, WireRouter } from '../shared/layout/wire-router.ts';
import { TEMPLATES } from '../shared/templates/index.ts';
import { median, tell } from './statistics.ts';

type Positions = Readonly<Record<string, Point>>;

/** So narrow a place that nothing is folded: the rival folds nothing either. */
const ONE_COLUMN = 0.001;
const CANVAS_ASPECT = 1.5;
const NODE_GAP = 44;

/** How many ports of each layer carry wires, on the side that `end` names. */
function portCounts({ edges }: SampleNetwork, end: 'from' | 'to'): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const edge of edges) {
    const port = (end === 'from' ? edge.fromPort : edge.toPort) ?? 0;
    counts.set(edge[end], Math.max(counts.get(edge[end]) ?? 1, port + 1));
  }
  return counts;
}

function wireEnds(network: SampleNetwork, positions: Positions): ReadonlyMap<string, WireEnds> {
  const [outputs, inputs] = [portCounts(network, 'from'), portCounts(network, 'to')];
  const ends = new Map<string, WireEnds>();
  for (const [i, { from, fromPort = 0, to, toPort = 0 }] of network.edges.entries()) {
    const [a, b] = [positions[from] ?? [0, 0], positions[to] ?? [0, 0]];
    ends.set(String(i), {
      from: [a[0] + portOffset(fromPort, outputs.get(from) ?? 1), a[1] + NODE_HEIGHT],
      to: [b[0] + portOffset(toPort, inputs.get(to) ?? 1), b[1]],
    });
  }
  return ends;
}

/** Leads all wires as the canvas does. */
function waysOf(network: SampleNetwork, positions: Positions): readonly (readonly Point[])[] {
  const boxes = new Map(Object.entries(positions).map(([name, place]) => [name, nodeBox(place)]));
  return [...new WireRouter().route(boxes, wireEnds(network, positions)).values()];
}

function crossings(network: SampleNetwork, ways: readonly (readonly Point[])[]): number {
  return countCrossings(network.edges.map(({ from, to }, i) => ({ from, to, way: ways[i] ?? [] })));
}

/** The rival's layered layout with the same extents, distances and fixed ports. */
async function elkPositions(network: SampleNetwork): Promise<Positions> {
  const [outputs, inputs] = [portCounts(network, 'from'), portCounts(network, 'to')];
  const ports = (id: string, side: 'NORTH' | 'SOUTH', count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: `${id}.${side}.${i}`,
      x: portOffset(i, count),
      y: side === 'NORTH' ? 0 : NODE_HEIGHT,
      layoutOptions: { 'elk.port.side': side },
    }));
  const laidOut = await new ELK().layout({
    id: 'network',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.spacing.nodeNode': String(NODE_GAP),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(ROW_PITCH - NODE_HEIGHT),
    },
    children: network.nodes.map(id => ({
      id,
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: [...ports(id, 'NORTH', inputs.get(id) ?? 0), ...ports(id, 'SOUTH', outputs.get(id) ?? 0)],
    })),
    edges: network.edges.map(({ from, fromPort = 0, to, toPort = 0 }, i) => ({
      id: String(i),
      sources: [`${from}.SOUTH.${fromPort}`],
      targets: [`${to}.NORTH.${toPort}`],
    })),
  });
  return Object.fromEntries(
    (laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, [Math.round(x), Math.round(y)] as const]),
  );
}

/** Crossings of wires as drawn, nothing folded, ours and the rival's. */
async function compare(name: string, network: SampleNetwork): Promise<void> {
  const start = performance.now();
  const ours = tidyLayout({ ...network, aspect: ONE_COLUMN });
  const middle = performance.now();
  const theirs = await elkPositions(network);
  const end = performance.now();
  tell({
    bench: 'layout',
    network: name,
    nodes: network.nodes.length,
    wires: network.edges.length,
    crossings: crossings(network, waysOf(network, ours)),
    'elk crossings': crossings(network, waysOf(network, theirs)),
    ms: middle - start,
    'elk ms': end - middle,
  });
}

/** The times of a large network: the first call, as at opening a file, and the median. */
function large(name: string, network: SampleNetwork): void {
  const layouts: number[] = [];
  const both: number[] = [];
  for (let i = 0; i < 9; i++) {
    const start = performance.now();
    const positions = tidyLayout({ ...network, aspect: CANVAS_ASPECT });
    layouts.push(performance.now() - start);
    waysOf(network, positions);
    both.push(performance.now() - start);
  }
  tell({
    bench: 'layout',
    network: name,
    nodes: network.nodes.length,
    wires: network.edges.length,
    'first ms': layouts[0] ?? null,
    'first ms with wires': both[0] ?? null,
    'median ms': median(layouts),
    'median ms with wires': median(both),
  });
}

for (const [name, build] of Object.entries(LARGE_NETWORKS)) large(name, build());
for (const template of TEMPLATES) {
  const { nodes, edges } = template.build();
  await compare(template.id, { nodes: Object.keys(nodes), edges });
}
for (const [name, build] of Object.entries(SAMPLE_NETWORKS)) await compare(name, build());

/** Real networks as they are imported: torchvision's by ONNX, some of keras.applications by their config. */
const TORCHVISION = 'shared/importers/onnx/golden';
const APPLICATIONS = 'shared/importers/keras/golden';
const OF_APPLICATIONS = [
  'ConvNeXtTiny',
  'EfficientNetB0',
  'InceptionResNetV2',
  'NASNetMobile',
  'ResNet50V2',
  'Xception',
];

const textOf = (file: string) => gunzipSync(readFileSync(file)).toString();

/** A network and the blocks in it, each laid out for itself. */
async function compareAll(name: string, { nodes, edges, blocks = {} }: NetloomDocument): Promise<void> {
  await compare(name, { nodes: Object.keys(nodes), edges });
  for (const [block, inside] of Object.entries(blocks))
    await compare(`${name}, ${block}`, { nodes: Object.keys(inside.nodes), edges: inside.edges });
}

for (const file of readdirSync(TORCHVISION))
  await compareAll(
    `torchvision ${file.replace('.json.gz', '')}`,
    parseDocument(textOf(`${TORCHVISION}/${file}`)),
  );
for (const network of OF_APPLICATIONS)
  await compareAll(
    `keras ${network}`,
    importKerasConfig(readGolden(textOf(`${APPLICATIONS}/${network}.json.gz`)).config).document,
  );
