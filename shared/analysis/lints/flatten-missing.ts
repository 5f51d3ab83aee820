import { freeName, insertOnEdge } from '../../document/operations.ts';
import type { Fix } from '../../document/problem.ts';
import { formatShape } from '../../document/value.ts';
import type { NodeInference } from '../../inference/infer.ts';
import flatten from '../../layers/flatten.ts';
import { DATASETS } from '../../training/dataset-list.ts';
import { type Lint, type LintedNetwork, withFix } from './lint.ts';
import { freePlace } from './wiring.ts';

/** Batch, two spatial axes and channels: from so many axes on, a value is an image or a volume. */
const IMAGE_AXES = 4;

/**
 * A network that ends in fully connected layers on an image that nothing flattened or pooled: they work at each position for itself, and the
 * output keeps the image's axes. Source: Keras, Dense on an input of rank above 2 (it multiplies the last axis alone).
 * Meant so where the targets are images too, as in segmentation.
 */
export const flattenMissing: Lint = network =>
  network.inference.graph.outputs.flatMap(name => {
    const output = network.inference.nodes.get(name);
    const shape = output?.outputs[0]?.shape ?? [];
    const first = output && shape.length >= IMAGE_AXES ? firstOfHead(network, output) : undefined;
    const before = first && network.producer(first);
    const image = before?.outputs[0]?.shape;
    if (!first || !before || !image || hasImagesAsTargets(network, shape.length)) return [];
    return [
      withFix(
        {
          code: 'flatten.missing',
          severity: 'warning',
          layer: first.name,
          message: `${first.name} works at each of the ${image.slice(1, -1).join(' × ')} positions of ${before.name} for itself, so the network answers ${formatShape(shape)}, not one row of numbers per sample. Flatten or pool before ${first.name}.`,
        },
        `Insert a Flatten before ${first.name}`,
        insertion(network, first),
      ),
    ];
  });

/** The first of the fully connected layers that a network ends in; undefined where it ends otherwise. */
function firstOfHead(network: LintedNetwork, output: NodeInference): NodeInference | undefined {
  let first: NodeInference | undefined;
  for (let at: NodeInference | undefined = output; at?.layer; at = network.producer(at)) {
    const { isFullyConnected, isActivation, isIdentityAtInference } = at.layer.traits;
    if (isFullyConnected) first = at;
    else if (!isActivation && !isIdentityAtInference) return first;
  }
  return undefined;
}

/** Whether the chosen data set wants an answer for each position. */
function hasImagesAsTargets({ document }: LintedNetwork, axes: number): boolean {
  const dataset = DATASETS.find(({ name }) => name === document.training?.dataset);
  return dataset?.targets.some(({ shape }) => shape.length === axes - 1) ?? false;
}

function insertion({ document }: LintedNetwork, { name, node }: NodeInference): Fix['edits'] {
  const wire = document.edges.find(edge => edge.to === name);
  if (!wire || !node.isTopLevel) return [];
  const added = freeName(document, flatten.type);
  const beside = document.positions[name];
  return [
    {
      kind: 'addNode',
      name: added,
      node: { type: flatten.type },
      ...(beside && { position: freePlace(document.positions, beside) }),
    },
    ...insertOnEdge(wire, added),
  ];
}
