import type { Loss } from '../../document/learning-settings.ts';
import { removeHealing } from '../../document/operations.ts';
import type { Problem } from '../../document/problem.ts';
import { defaultOutputTraining } from '../../document/training-defaults.ts';
import type { NodeInference } from '../../inference/infer.ts';
import { outputWidthFix } from '../../training/dataset-fit.ts';
import { DATASETS } from '../../training/dataset-list.ts';
import { networkOutputs, servingIndex } from '../../training/network-ports.ts';
import { activationOf, type Lint, type LintedNetwork, setAll, withFix } from './lint.ts';

const SQUASHING: ReadonlySet<string | null> = new Set(['softmax', 'sigmoid']);

/** A softmax or sigmoid on what already went through one: the second flattens the probabilities and shrinks the gradient. */
export const softmaxTwice: Lint = network =>
  network.nodes.flatMap(node => {
    const { layer } = node;
    const activation = activationOf(node);
    const before = layer && SQUASHING.has(activation) ? network.source(node) : undefined;
    const first = before && activationOf(before);
    if (!layer || !before || !first || !SQUASHING.has(first)) return [];
    const isPlain = layer.traits.isActivation === true;
    if (!isPlain && !(layer.traits.isFullyConnected && first === 'softmax' && activation === 'softmax'))
      return [];
    const parameter = before.layer?.traits.activationParameter;
    const message = isPlain
      ? `${node.name} applies ${activation} to the output of ${before.name}, which ends in ${first}: probabilities of probabilities, nearly equal and slow to learn. Keep one of the two.`
      : `${before.name} ends in softmax and feeds ${node.name}, which ends in softmax too: between layers a softmax lets little through. Use relu in ${before.name}.`;
    const problem: Problem = { code: 'softmax.twice', severity: 'warning', layer: node.name, message };
    if (!isPlain)
      return [
        withFix(
          problem,
          'Use relu there',
          parameter === undefined ? [] : setAll([before], parameter, 'relu'),
        ),
      ];
    return [
      withFix(
        problem,
        `Remove ${node.name}`,
        node.node.isTopLevel ? removeHealing(network.document, [node.name]) : [],
      ),
    ];
  });

/**
 * An output whose activation gives no numbers that the loss can take: cross-entropy wants probabilities. Losses here never take logits.
 * Source: Keras, CategoricalCrossentropy and BinaryCrossentropy with from_logits=False.
 */
export const lossMismatch: Lint = network =>
  network.inference.graph.outputs.flatMap(name => {
    const output = network.inference.nodes.get(name);
    if (!output?.isBuilt) return [];
    const shaper = SQUASHING.has(activationOf(output)) ? output : (finalLayer(network, output) ?? output);
    const activation = activationOf(shaper);
    const width = output.outputs[0]?.shape?.at(-1);
    if (activation === 'softmax' && width === 1)
      return [
        activationProblem(
          shaper,
          name,
          `${name} applies softmax to a single unit, which is always 1. Use sigmoid for two classes, or one unit per class.`,
          'sigmoid',
        ),
      ];
    const loss = network.document.training?.outputs?.[name]?.loss;
    return loss === undefined ? [] : lossProblem(network, name, shaper, loss);
  });

function lossProblem(
  network: LintedNetwork,
  name: string,
  shaper: NodeInference,
  loss: Loss,
): readonly Problem[] {
  const activation = activationOf(shaper);
  const said = activation === null ? 'has no activation' : `ends in ${activation}`;
  if (
    (loss === 'categorical_crossentropy' || loss === 'sparse_categorical_crossentropy') &&
    activation !== 'softmax'
  )
    return [
      activationProblem(
        shaper,
        name,
        `${name} ${said}, but its loss ${loss} takes probabilities that add up to 1. Set its activation to softmax, or choose another loss.`,
        'softmax',
      ),
    ];
  if (loss === 'binary_crossentropy' && activation === 'softmax') {
    const { training } = network.document;
    const better = defaultOutputTraining(shaper).loss;
    return [
      withFix(
        {
          code: 'loss.mismatch',
          severity: 'warning',
          layer: name,
          message: `${name} ends in softmax (one class of several), but its loss binary_crossentropy counts each class by itself. Use categorical_crossentropy, or sigmoid where several classes can hold at once.`,
        },
        'Use categorical_crossentropy',
        training
          ? [
              {
                kind: 'setTraining',
                training: {
                  ...training,
                  outputs: { ...training.outputs, [name]: { ...training.outputs?.[name], loss: better } },
                },
              },
            ]
          : [],
      ),
    ];
  }
  if (loss === 'binary_crossentropy' && activation !== 'sigmoid' && activation !== 'hard_sigmoid')
    return [
      activationProblem(
        shaper,
        name,
        `${name} ${said}, but its loss binary_crossentropy takes probabilities from 0 to 1. Set its activation to sigmoid, or choose another loss.`,
        'sigmoid',
      ),
    ];
  return [];
}

function activationProblem(shaper: NodeInference, layer: string, message: string, better: string): Problem {
  const parameter = shaper.layer?.traits.activationParameter;
  return withFix(
    { code: 'loss.mismatch', severity: 'warning', layer, message },
    `Set activation to ${better}`,
    parameter === undefined ? [] : setAll([shaper], parameter, better),
  );
}

/** The layer whose numbers an output passes on. */
function finalLayer(network: LintedNetwork, output: NodeInference): NodeInference | undefined {
  const traits = output.layer?.traits;
  return traits?.isIdentityAtInference || traits?.isView ? network.source(output) : output;
}

/** Dropout or noise on the outputs themselves: in training it overwrites answers instead of features. */
export const dropoutOnOutput: Lint = network =>
  network.nodes.flatMap(node => {
    const traits = node.layer?.traits;
    if (!traits?.isRandom || !traits.isIdentityAtInference) return [];
    const behind = network.soleConsumer(node);
    const isLast =
      network.consumerCount(node) === 0 ||
      (behind?.layer?.traits.isActivation === true &&
        SQUASHING.has(activationOf(behind)) &&
        network.outputs.has(behind.name));
    if (!isLast || !network.producer(node)) return [];
    return [
      withFix(
        {
          code: 'dropout.output',
          severity: 'warning',
          layer: node.name,
          message: `${node.name} disturbs the network's outputs themselves while training${behind ? ` (only ${behind.name} stands behind it)` : ''}, so the loss compares random numbers with the targets. Put it before the last layer with weights, or remove it.`,
        },
        `Remove ${node.name}`,
        node.node.isTopLevel ? removeHealing(network.document, [node.name]) : [],
      ),
    ];
  });

/** An output that has another width than the targets of the data set that the document trains on. */
export const datasetClasses: Lint = network => {
  const dataset = DATASETS.find(({ name }) => name === network.document.training?.dataset);
  if (!dataset) return [];
  const wrong = networkOutputs(network.inference).flatMap(({ name, outputs }) => {
    const made = outputs[0]?.shape?.at(-1);
    const target = dataset.targets[servingIndex(name, dataset.targets)];
    const width = target?.shape.at(-1);
    const differs = typeof made === 'number' && width !== undefined && made !== width;
    return differs ? [{ name, made, width, classes: target?.classes }] : [];
  });
  const [first] = wrong;
  if (!first) return [];
  const fix = outputWidthFix(network.document, network.inference, dataset);
  return [
    {
      code: 'dataset.classes',
      severity: 'warning',
      layer: first.name,
      message: `${first.name} gives ${first.made} numbers per sample, but the data set "${dataset.title}" has ${first.width}${first.classes ? ` (one per class)` : ''}. Give the output ${first.width}, or choose another data set.`,
      ...(fix && { fix: { ...fix, title: fix.title.replace(/^s/, 'S') } }),
    },
  ];
};
