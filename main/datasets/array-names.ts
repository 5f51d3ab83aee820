import type { Port } from '../../shared/contract/data.ts';
import { type ChosenColumns, chosenColumns } from './chosen-columns.ts';
import type { SplitIndices } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { partNamed } from './part-names.ts';
import { quotedNames } from './quoted-names.ts';
import type { SourceRequest } from './sample-source.ts';

/** Names that arrays of samples and of targets commonly have. */
const SAMPLE_NAMES = /^(x|images?|data|inputs?|features|samples|arr_?0)$/;
const TARGET_NAMES = /^(y|labels?|targets?|class(es)?|outputs?|arr_?1|masks?)$/;

type Part = keyof SplitIndices | null;

/** The arrays of one part of the samples by name. */
export interface NamedPart {
  readonly part: Part;
  /** One per input. */
  readonly inputs: readonly string[];
  /** One per target. */
  readonly targets: readonly string[];
}

/** Which array serves for what. */
export interface ArrayRoles {
  /** The network's inputs in order; a single null where the data have one, whatever the network's is called. */
  readonly inputs: readonly (string | null)[];
  /** None where the arrays lack targets and may do so. */
  readonly targets: readonly (string | null)[];
  readonly parts: readonly NamedPart[];
  /** Arrays that nothing asks for. */
  readonly unused: readonly string[];
}

/** What an input or output finds among the arrays. */
interface Found {
  /** As in {@link ArrayRoles}. */
  readonly name: string | null;
  /** The input or output whose arrays were named by it or by the settings; null where any usual name serves. */
  readonly port: string | null;
  readonly byPart: ReadonlyMap<Part, string>;
}

/**
 * Tells which array feeds which input and is the target of which output: those that the settings name, else those of the very names of
 * the network's inputs and outputs, else x and y, images and labels and the like. Any of them may name a part: title_train, x_test.
 *
 * @param names of all arrays
 * @param place where they stand, for sentences
 * @param request what the network and the settings say
 * @throws DatasetError `dataset.target` when there are no samples with targets, `dataset.missing` naming what the network lacks
 */
export function arrayRoles(names: readonly string[], place: string, request: SourceRequest): ArrayRoles {
  const { settings, network } = request;
  const chosen = chosenColumns(request);
  const inputs = findAll(names, network.inputs, chosen.inputs, SAMPLE_NAMES);
  const targets =
    settings.target !== undefined && Object.keys(chosen.outputs).length === 0
      ? [chosenTarget(names, settings.target)]
      : findAll(names, network.outputs, chosen.outputs, TARGET_NAMES);
  const isUnlabelled = request.mayLackTargets === true && targets.every(({ byPart }) => byPart.size === 0);
  const wanted = isUnlabelled ? [] : targets;
  requireFound(names, place, { inputs, targets: wanted }, request);
  const [first] = inputs;
  const parts = [...(first?.byPart ?? [])]
    .map(([part]) => part)
    .sort((a, b) => ORDER.indexOf(a ?? 'train') - ORDER.indexOf(b ?? 'train'))
    .flatMap(part => partOf(part, inputs, wanted, place));
  if (parts.length === 0) throw noPairs(names, place, request);
  const used = new Set(parts.flatMap(part => [...part.inputs, ...part.targets]));
  return {
    inputs: inputs.map(({ name }) => name),
    targets: wanted.map(({ name }) => name),
    parts,
    unused: names.filter(name => !used.has(name)),
  };
}

const ORDER = ['train', 'validation', 'test'];

/** A name without the part that it speaks of: x_train is x. */
function coreName(name: string): string {
  return name
    .replace(/(^|[^a-z])(training|train|validation|valid|val|dev|testing|test)(?=$|[^a-z])/i, '$1')
    .replace(/^[_\-. ]+|[_\-. ]+$/g, '');
}

function findAll(
  names: readonly string[],
  known: readonly Port[],
  chosen: ChosenColumns,
  common: RegExp,
): readonly Found[] {
  const ports = known.map(({ name }) => name);
  const own = ports.map(port => ({
    name: ports.length > 1 ? port : null,
    port,
    byPart: arraysOf(names, port, chosen[port]),
  }));
  if (own.some(({ byPart }) => byPart.size > 0) || Object.keys(chosen).length > 0) return own;
  const usual = new Map<Part, string>();
  for (const name of names)
    if (common.test(coreName(name).toLowerCase()) && !usual.has(partNamed(name)))
      usual.set(partNamed(name), name);
  return usual.size > 0 || ports.length < 2 ? [{ name: null, port: null, byPart: usual }] : own;
}

/**
 * The arrays of an input or output: those that were chosen, else those that bear its name; with them those that name a part besides.
 *
 * @throws DatasetError `dataset.target` where two are chosen for the same samples
 */
function arraysOf(
  names: readonly string[],
  port: string,
  chosen: readonly string[] | undefined,
): ReadonlyMap<Part, string> {
  const found = new Map<Part, string>();
  for (const wanted of chosen ?? [port])
    for (const name of names) {
      if (name !== wanted && coreName(name) !== wanted) continue;
      // A name that is the network's own speaks of no part, however it sounds.
      const part = !chosen && name === wanted ? null : partNamed(name);
      const other = found.get(part);
      if (chosen && other !== undefined)
        throw new DatasetError(
          'dataset.target',
          `"${port}" takes one array, but "${other}" and "${name}" are chosen for it. Choose one ("columns" under Preparing, --columns).`,
        );
      found.set(part, name);
    }
  return found;
}

/** The arrays that a chosen target means: itself and those of its name for other parts. */
function chosenTarget(names: readonly string[], target: string): Found {
  const alike = names.filter(name => name === target || coreName(name) === coreName(target));
  return { name: null, port: null, byPart: new Map(alike.map(name => [partNamed(name), name])) };
}

function requireFound(
  names: readonly string[],
  place: string,
  { inputs, targets }: { readonly inputs: readonly Found[]; readonly targets: readonly Found[] },
  { network }: SourceRequest,
): void {
  const lacking = (found: readonly Found[]) =>
    found.flatMap(({ port, byPart }) => (port !== null && byPart.size === 0 ? [port] : []));
  const missing = [
    ...lacking(inputs).map(name => `the input "${name}"`),
    ...lacking(targets).map(name => `the output "${name}"`),
  ];
  // One input of a network of several: nothing else could be fed.
  if (inputs.length === 1 && inputs[0]?.name === null && network.inputs.length > 1)
    missing.push(...network.inputs.map(({ name }) => `the input "${name}"`));
  if (missing.length === 0) return;
  const wanted = [...network.inputs, ...network.outputs].map(({ name }) => name);
  throw new DatasetError(
    'dataset.missing',
    `"${place}" has no array for ${listOf(missing)}. It holds ${quoted(names)}; ${wanted.length > 0 ? `the network wants ${quoted(wanted)}. Name the arrays so (np.savez), or say` : 'say'} which array is which ("columns" under Preparing, --columns NAME=ARRAY).`,
  );
}

/** The arrays of one part; none where it has no targets, which test samples of a competition lack. */
function partOf(
  part: Part,
  inputs: readonly Found[],
  targets: readonly Found[],
  place: string,
): readonly NamedPart[] {
  if (targets.length > 0 && targets.every(({ byPart }) => !byPart.has(part))) return [];
  const take = (side: 'input' | 'output', found: readonly Found[]) =>
    found.map(({ name, byPart }) => {
      const array = byPart.get(part);
      if (array !== undefined) return array;
      throw new DatasetError(
        'dataset.missing',
        `"${place}" has no array of ${part === null ? '' : `${PART_WORDS[part]} `}samples for the ${side} "${name}", only ${quoted([...byPart.values()])}. Every part needs all inputs and outputs.`,
      );
    });
  return [{ part, inputs: take('input', inputs), targets: take('output', targets) }];
}

const PART_WORDS = { train: 'training', validation: 'validation', test: 'test' } as const;

function noPairs(names: readonly string[], place: string, { network }: SourceRequest): DatasetError {
  const isAlone = network.inputs.length === 0;
  return new DatasetError(
    'dataset.target',
    `"${place}" has no samples with targets. Name its arrays ${network.inputs.length + network.outputs.length > 2 ? 'after the inputs and outputs of the network' : 'x and y, images and labels, or x_train, y_train, x_test, y_test'}, or choose the targets with --target${isAlone ? '; for a network of several inputs or outputs name it (netloom data PATH --network FILE)' : ''}; found: ${quotedNames(names) || 'none'}.`,
  );
}

const quoted = (names: readonly string[]) => quotedNames(names) || 'nothing';

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
