import type { DataInput, DatasetInfo, DataTarget } from '../contract/runs.ts';
import { applyEdits, type DocumentEdit } from '../document/edits.ts';
import type { Fix } from '../document/problem.ts';
import type { NetloomDocument } from '../document/schema.ts';
import { formatShapeShort, type Shape, sameShape } from '../document/value.ts';
import { allProblems, type Inference, inferDocument } from '../inference/infer.ts';
import type { NodeInference } from '../inference/node-inference.ts';
import flatten from '../layers/flatten.ts';
import reshape from '../layers/reshape.ts';
import { networkInputs, networkOutputs, type Serving, servingIndex } from './network-ports.ts';

/** Why a data set does not fit a network: one sentence with both shapes, and where possible the edit that makes it fit. */
export interface Misfit {
  readonly message: string;
  readonly fix: Fix | null;
}

/** A misfit with its remedy in words. */
export function misfitText({ message, fix }: Misfit): string {
  return `${message} ${fix ? `To fit it: ${fix.title}.` : 'Choose another data set or change the network.'}`;
}

/**
 * Checks whether a data set fits a network's input and outputs.
 *
 * @param document the document
 * @param inference what is known of it
 * @param dataset the data set
 * @returns null where it fits
 */
export function datasetMisfit(
  document: NetloomDocument,
  inference: Inference,
  dataset: DatasetInfo,
): Misfit | null {
  const message = misfitMessage(inference, dataset);
  return message === null ? null : { message, fix: findFix(document, inference, dataset) };
}

function misfitMessage(inference: Inference, dataset: DatasetInfo): string | null {
  const inputs = networkInputs(inference);
  const { name, title, targets } = dataset;
  const named = title === name ? `The data set "${title}"` : `The data set "${title}" (${name})`;
  const [only] = dataset.inputs;
  if (inputs.length === 0 || (only?.name === null && inputs.length > 1))
    return `${named} feeds one input; the network has ${inputs.length}${inputs.length > 1 ? ` (${listed(inputs)})` : ''}.`;
  for (const input of inputs) {
    const given = inputFor(input, dataset);
    if (!given)
      return `${named} has nothing for the input "${input.name}"; it feeds ${listed(dataset.inputs)}.`;
    const taken = perSample(input);
    if (!accepts(taken, given.shape))
      return `${named} gives samples of ${text(given.shape)}, but the input "${input.name}" takes ${text(taken)}.`;
  }
  // Samples without targets are for a trained network to tell.
  for (const output of targets.length === 0 ? [] : networkOutputs(inference)) {
    const wanted = targetFor(output, dataset);
    if (!wanted)
      return `${named} has no targets for the output "${output.name}"; it has some for ${listed(targets)}.`;
    const made = perSample(output);
    if (!accepts(made, wanted.shape))
      return `${named} has targets of ${text(wanted.shape)}, but the output "${output.name}" gives ${text(made)}.${forAll(inference, targets)}`;
  }
  return null;
}

/** How each output gets targets of its own, where one target was taken for all of several outputs. */
function forAll(inference: Inference, targets: readonly DataTarget[]): string {
  const outputs = networkOutputs(inference);
  if (outputs.length < 2 || targets[0]?.name !== null) return '';
  return ` The same targets go to all of ${listed(outputs)}; a table or NumPy arrays can hold some for each ("columns" under Preparing, --columns NAME=COLUMN).`;
}

const listed = (entries: readonly Serving[]) => entries.map(({ name }) => `"${name}"`).join(', ');

function inputFor({ name }: NodeInference, { inputs }: DatasetInfo): DataInput | undefined {
  return inputs[servingIndex(name, inputs)];
}

function targetFor({ name }: NodeInference, { targets }: DatasetInfo): DataTarget | undefined {
  return targets[servingIndex(name, targets)];
}

/** The extents of a node's first output without the batch. */
function perSample(node: NodeInference): Shape | null {
  return node.outputs[0]?.shape?.slice(1) ?? null;
}

/** Whether data of a shape can stand where the network has another one; open extents take any size. */
function accepts(open: Shape | null, shape: readonly number[]): boolean {
  return (
    open !== null &&
    open.length === shape.length &&
    open.every((extent, axis) => typeof extent !== 'number' || extent === shape[axis])
  );
}

function text(shape: Shape | null): string {
  return formatShapeShort(shape);
}

/** Each try infers the whole network. */
const MOST_TRIES = 64;

/** Tries the edits that mend inputs and outputs, alone and together, and keeps the first that leaves a network without errors. */
function findFix(document: NetloomDocument, inference: Inference, dataset: DatasetInfo): Fix | null {
  const choices = [
    ...networkInputs(inference).map((input, i) => inputFixes(document, input, i, dataset)),
    outputFixes(document, inference, dataset),
  ];
  let tries = 0;
  for (const fixes of combinations(choices)) {
    const edits = fixes.flatMap(fix => fix.edits);
    if (edits.length === 0) continue;
    if (tries++ === MOST_TRIES) return null;
    if (mends(document, edits, dataset))
      return { title: fixes.flatMap(({ title }) => (title === '' ? [] : [title])).join(' and '), edits };
  }
  return null;
}

/** One of each list, the last one's changing fastest. */
function* combinations<T>([first, ...others]: readonly (readonly T[])[]): Generator<readonly T[]> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const choice of first) for (const rest of combinations(others)) yield [choice, ...rest];
}

function mends(document: NetloomDocument, edits: readonly DocumentEdit[], dataset: DatasetInfo): boolean {
  const inference = inferDocument(applyEdits(document, edits).document);
  return (
    !allProblems(inference).some(problem => problem.severity === 'error') &&
    misfitMessage(inference, dataset) === null
  );
}

const NOTHING: Fix = { title: '', edits: [] };

function inputFixes(
  document: NetloomDocument,
  input: NodeInference,
  ordinal: number,
  dataset: DatasetInfo,
): readonly Fix[] {
  const insert = (type: string, parameters: Readonly<Record<string, readonly number[]>>) =>
    insertAfter(document, input.name, ordinal, { type, parameters });
  const given = inputFor(input, dataset);
  if (!given || !input.node.isTopLevel) return [];
  const before = perSample(input);
  if (accepts(before, given.shape)) return [NOTHING];
  const shape = {
    kind: 'setParameter',
    name: input.name,
    parameter: 'shape',
    value: given.shape,
  } as const;
  const title = `Set the input "${input.name}" to ${text(given.shape)}`;
  const known = before?.filter(extent => typeof extent === 'number') ?? [];
  const reshaped =
    before !== null && known.length === before.length && size(known) === size(given.shape)
      ? [
          {
            title: `${title} and reshape it to ${text(before)}`,
            edits: [shape, ...insert(reshape.type, { target_shape: known })],
          },
        ]
      : [];
  return [
    ...reshaped,
    { title, edits: [shape] },
    {
      title: `${title} and flatten it`,
      edits: [shape, ...insert(flatten.type, {})],
    },
  ];
}

function size(extents: readonly number[]): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

/**
 * Puts a new layer on all wires that leave a node.
 *
 * @param ordinal which of the layers that may be added together it is, from 0: each takes a free name of its own
 */
function insertAfter(
  document: NetloomDocument,
  name: string,
  ordinal: number,
  { type, parameters }: { type: string; parameters: Readonly<Record<string, readonly number[]>> },
): readonly DocumentEdit[] {
  const base = type.toLowerCase();
  let added = base;
  for (let i = 2, free = 0; ; i++) {
    if (!Object.hasOwn(document.nodes, added) && free++ === ordinal) break;
    added = `${base}${i}`;
  }
  const position = document.positions[name];
  const node = Object.keys(parameters).length > 0 ? { type, parameters } : { type };
  const wires = document.edges.filter(edge => edge.from === name);
  return [
    {
      kind: 'addNode',
      name: added,
      node,
      ...(position && { position: [position[0], position[1] + 80] as const }),
    },
    ...wires.flatMap((edge): DocumentEdit[] => [
      { kind: 'disconnect', edge },
      { kind: 'connect', edge: { ...edge, from: added } },
    ]),
    { kind: 'connect', edge: { from: name, to: added } },
  ];
}

/** The parameters that set the last axis of a layer's output. */
const WIDTH_PARAMETERS = ['units', 'filters'];

function outputFixes(document: NetloomDocument, inference: Inference, dataset: DatasetInfo): readonly Fix[] {
  const fix = outputWidthFix(document, inference, dataset);
  return fix ? [NOTHING, fix] : [NOTHING];
}

/**
 * The edits that give every output the width of a data set's targets. Where its activation must change too, the loss and metrics that were set for it
 * give way to those that suit the new one.
 *
 * @param document holds the training settings
 * @returns null where no layer's width would have to change
 */
export function outputWidthFix(
  { training }: Pick<NetloomDocument, 'training'>,
  inference: Inference,
  dataset: DatasetInfo,
): Fix | null {
  const edits: DocumentEdit[] = [];
  const titles: string[] = [];
  let outputs = training?.outputs ?? {};
  for (const output of networkOutputs(inference)) {
    const target = targetFor(output, dataset);
    const made = perSample(output);
    if (!target || (made !== null && sameShape(made, target.shape))) continue;
    const width = target.shape.at(-1) ?? 1;
    const layer = widthLayer(inference, output);
    if (!layer?.node.isTopLevel || layer.parameters[layer.parameter] === width) continue;
    const { name } = layer.node;
    edits.push({ kind: 'setParameter', name, parameter: layer.parameter, value: width });
    titles.push(`set ${layer.parameter} of "${name}" to ${width}`);
    const activation = fittingActivation(layer, width, target);
    if (activation === null) continue;
    edits.push({ kind: 'setParameter', name, parameter: ACTIVATION, value: activation });
    titles.push(`its ${ACTIVATION} to ${activation}`);
    const { [output.name]: _, ...others } = outputs;
    outputs = others;
  }
  if (training?.outputs && Object.keys(outputs).length < Object.keys(training.outputs).length)
    edits.push({ kind: 'setTraining', training: { ...training, outputs } });
  return edits.length > 0 ? { title: titles.join(', '), edits } : null;
}

const ACTIVATION = 'activation';

/** What a layer's activation must become with another width: a softmax of one unit is always 1, classes of several share one. */
function fittingActivation(
  { parameters, parameter }: Pick<NodeInference, 'parameters'> & { readonly parameter: string },
  width: number,
  { classes }: DataTarget,
): 'linear' | 'softmax' | null {
  const activation = parameters[ACTIVATION];
  if (width === 1) return classes === null && activation === 'softmax' ? 'linear' : null;
  const wasSingle = parameters[parameter] === 1 && (activation === 'sigmoid' || activation === 'linear');
  return classes !== null && wasSingle ? 'softmax' : null;
}

/** The layer that decides the width of an output: the output itself or the one before its activation. */
function widthLayer(inference: Inference, output: NodeInference) {
  let at: NodeInference | undefined = output;
  while (at) {
    const { layer, parameters, node } = at;
    const parameter = WIDTH_PARAMETERS.find(name => layer && Object.hasOwn(layer.parameters, name));
    if (parameter !== undefined) return { node, parameters, parameter };
    if (!layer?.traits.isActivation && !layer?.traits.isIdentityAtInference) return null;
    at = inference.nodes.get(node.inputs[0]?.node ?? '');
  }
  return null;
}
