import { freeName, insertOnEdge, removeNodes } from '../../document/operations.ts';
import type { Fix, Problem } from '../../document/problem.ts';
import type { NetloomDocument, Point } from '../../document/schema.ts';
import type { NodeInference } from '../../inference/infer.ts';
import conv1d from '../../layers/conv1d.ts';
import conv2d from '../../layers/conv2d.ts';
import conv3d from '../../layers/conv3d.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../layout/geometry.ts';
import { spatialExtents } from '../receptive-field.ts';
import { type Lint, type LintedNetwork, nameSome, withFix } from './lint.ts';

/** Layers from which no way leads to an output of the network, where the document names its outputs: they cost and change nothing. */
export const deadBranch: Lint = network => {
  if (!network.document.outputs) return [];
  const alive = new Set(network.outputs);
  for (const node of [...network.nodes].reverse())
    if (alive.has(node.name)) for (const input of node.node.inputs) if (input) alive.add(input.node);
  const dead = network.nodes.filter(node => !alive.has(node.name) && !node.layer?.traits.isInput);
  const end = dead.find(node => network.consumerCount(node) === 0);
  if (!end) return [];
  const outputs = [...network.outputs].join(', ');
  return [
    withFix(
      {
        code: 'branch.dead',
        severity: 'warning',
        layer: end.name,
        message: `${nameSome(dead)} ${dead.length === 1 ? 'leads' : 'lead'} to none of the network's outputs (${outputs}). Draw a wire on from ${end.name}, make it an output, or remove the branch.`,
      },
      dead.length === 1 ? `Remove ${end.name}` : `Remove these ${dead.length} layers`,
      dead.every(({ node }) => node.isTopLevel)
        ? removeNodes(
            network.document,
            dead.map(({ name }) => name),
          )
        : [],
    ),
  ];
};

const CONVOLUTIONS = [conv1d, conv2d, conv3d];

/**
 * The remedy for a sum of branches with unlike shapes: a convolution with a window of one element on the branch with fewer channels, its strides
 * the ratio of the extents. Source: He et al., Deep Residual Learning, 2015, equation 2 and option B.
 *
 * @param network the network
 * @param problem `shape.mismatch` of a merging node
 * @returns null where one convolution cannot mend it
 */
export function projectionFix(network: LintedNetwork, problem: Problem): Fix | null {
  const node = network.inference.nodes.get(problem.layer ?? '');
  const [a, b] = node ? network.producers(node) : [];
  if (!node?.layer?.traits.isMerge || !node.node.isTopLevel || node.inputs.length !== 2 || !a || !b)
    return null;
  const { document } = network;
  for (const [from, to, port] of [
    [a, b, 0],
    [b, a, 1],
  ] as const) {
    const projection = projected(node, from, to);
    const wire = document.edges.find(edge => edge.to === node.name && (edge.toPort ?? 0) === port);
    if (!projection || !wire) continue;
    const name = freeName(document, `${from.name}_projection`);
    const beside = document.positions[node.name];
    return {
      title: 'Insert a 1×1 projection',
      edits: [
        {
          kind: 'addNode',
          name,
          node: projection,
          ...(beside && { position: freePlace(document.positions, beside) }),
        },
        ...insertOnEdge(wire, name),
      ],
    };
  }
  return null;
}

/** Space between a new layer and its neighbours, in canvas pixels. */
const GAP = 24;

/** The nearest place above a node, first beside its wire and then further to the right, where no layer stands. */
export function freePlace(positions: NetloomDocument['positions'], [x, y]: Point): Point {
  const taken = Object.values(positions);
  const isFree = ([left, top]: Point) =>
    taken.every(
      place =>
        Math.abs(place[0] - left) >= NODE_WIDTH + GAP / 2 ||
        Math.abs(place[1] - top) >= NODE_HEIGHT + GAP / 2,
    );
  for (let step = 0; ; step++) {
    const place: Point = [x + step * (NODE_WIDTH + GAP), y - NODE_HEIGHT - GAP];
    if (isFree(place)) return place;
  }
}

function projected(merge: NodeInference, from: NodeInference, to: NodeInference) {
  const target = to.outputs[0];
  const shape = from.outputs[0]?.shape;
  if (!target?.shape || !shape || shape.length !== target.shape.length) return null;
  const format = to.dataFormat ?? 'channels_last';
  const channelAxis = format === 'channels_first' ? 1 : shape.length - 1;
  const [before, filters] = [shape[channelAxis], target.shape[channelAxis]];
  const convolution = CONVOLUTIONS[shape.length - 3];
  if (!convolution || typeof before !== 'number' || typeof filters !== 'number' || before > filters)
    return null;
  if (!addsUp(merge, to)) return null;
  const goals = spatialExtents(to, format);
  const strides: number[] = [];
  for (const [axis, extent] of spatialExtents(from, format).entries()) {
    const goal = goals[axis];
    if (extent === null || typeof goal !== 'number') return null;
    const stride = Math.max(1, Math.round(extent / goal));
    if (Math.ceil(extent / stride) !== goal) return null;
    strides.push(stride);
  }
  return {
    type: convolution.type,
    parameters: {
      filters,
      kernel_size: strides.map(() => 1),
      ...(strides.some(stride => stride > 1) && { strides }),
      ...(format === 'channels_first' && { data_format: format }),
    },
  };
}

/** Whether two equal shapes give the same shape again: a sum, not a concatenation. */
function addsUp(merge: NodeInference, to: NodeInference): boolean {
  const [value] = to.outputs;
  if (!value || !merge.layer) return false;
  const [sum] = merge.layer.infer({ name: merge.name, parameters: merge.parameters, inputs: [value, value] });
  return sum?.shape?.every((extent, axis) => extent === value.shape?.[axis]) === true;
}
