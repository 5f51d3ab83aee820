import type { Fix } from '../../document/problem.ts';
import type { NodeInference } from '../../inference/infer.ts';
import { formatCount } from '../../layers/formatting.ts';
import globalAveragePooling1d from '../../layers/global-average-pooling1d.ts';
import globalAveragePooling2d from '../../layers/global-average-pooling2d.ts';
import globalAveragePooling3d from '../../layers/global-average-pooling3d.ts';
import { weightSize } from '../summary.ts';
import { type Lint, type LintedNetwork, weightOf } from './lint.ts';

/** From so many weights on, a layer is worth a word. */
const MANY_WEIGHTS = 10_000_000;
const POOLINGS = [globalAveragePooling1d, globalAveragePooling2d, globalAveragePooling3d];

/**
 * A fully connected layer on a flattened image that holds at least half of a large network's weights: every unit has a weight of its own for
 * every position of every channel. The same argument at full size: from a 512 × 512 image to a same-sized output it takes
 * (512 × 512)² ≈ 7e10 weights, hence convolutions. Source: Lin et al., Network in Network, 2013 (global average pooling instead).
 */
export const denseOnFlatten: Lint = network => {
  const total = network.nodes.reduce(
    (sum, node) => sum + node.ownWeights.reduce((own, weight) => own + weightSize(weight), 0),
    0,
  );
  return network.nodes.flatMap(node => {
    const kernel = node.layer?.traits.isFullyConnected ? weightOf(node, 'kernel') : undefined;
    const size = kernel ? weightSize(kernel) : 0;
    if (!kernel || size < MANY_WEIGHTS || size < total / 2) return [];
    const flattened = flattenBefore(network, node);
    const before = flattened && network.producer(flattened);
    const extents = before?.outputs[0]?.shape?.slice(1) ?? [];
    if (!flattened || extents.length < 2) return [];
    const [, units = 0] = kernel.shape;
    const fix = poolingInstead(flattened, extents.length);
    return [
      {
        code: 'dense.huge',
        severity: 'info',
        layer: node.name,
        message: `${node.name} has ${extents.join(' × ')} × ${formatCount(units)} = ${formatCount(size)} weights, ${Math.round((100 * size) / total)} % of the network, because each unit weighs every position by itself. A global average pooling before it would leave ${formatCount((Number(before?.dataFormat === 'channels_first' ? extents[0] : extents.at(-1)) || 0) * units)}.`,
        ...(fix && { fix }),
      },
    ];
  });
};

/** The layer that turned an image into a row of numbers for a node. */
function flattenBefore(network: LintedNetwork, node: NodeInference): NodeInference | undefined {
  for (let at = network.producer(node); at?.layer; at = network.producer(at)) {
    if (at.layer.traits.isView) return at.outputs[0]?.shape?.length === 2 ? at : undefined;
    if (!at.layer.traits.isIdentityAtInference) return undefined;
  }
  return undefined;
}

function poolingInstead({ node, dataFormat }: NodeInference, axes: number): Fix | null {
  const pooling = POOLINGS[axes - 2];
  if (!pooling || !node.isTopLevel) return null;
  const parameters = dataFormat === 'channels_first' ? { parameters: { data_format: dataFormat } } : {};
  return {
    title: 'Pool instead of flattening',
    edits: [{ kind: 'replaceNode', name: node.name, node: { type: pooling.type, ...parameters } }],
  };
}
