/** A weight as the layer describes it. */
export interface WantedWeight {
  /** `kernel`, or with the part of the layer that it belongs to: `forward_layer/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** A tensor of the file that belongs to the layer. */
export interface OfferedTensor {
  /** Parts of the layer that it stands in, by every name that the file has for them, outermost first. */
  readonly parts: readonly (readonly string[])[];
  /** The weight's own name; null where the file only numbers them. */
  readonly name: string | null;
  readonly shape: readonly number[];
}

/** Weights that were called otherwise. */
const RENAMED: ReadonlyMap<string, string> = new Map([['depthwise_kernel', 'kernel']]);

/**
 * Finds a layer's weights among the tensors that a file holds for it: by the names of parts and weights where the file tells them, by order
 * and shape within one part of the layer where it only numbers them.
 *
 * @param wanted what the layer describes, in Keras's order
 * @param offered what the file holds for this layer, in the file's order
 * @returns for each wanted weight the index of its tensor; null where there is none
 */
export function matchWeights(
  wanted: readonly WantedWeight[],
  offered: readonly OfferedTensor[],
): readonly (number | null)[] {
  const free = new Set(offered.keys());
  const found: (number | null)[] = wanted.map(() => null);
  const known = new Set(wanted.map(({ name }) => lastPart(name)));
  // From the surest sign to the weakest, each over all weights, so that a weak one takes nothing from a sure one.
  for (const test of TESTS)
    for (const [i, weight] of wanted.entries()) {
      if (found[i] !== null) continue;
      const index = [...free].find(candidate => {
        const tensor = offered[candidate];
        return tensor !== undefined && sameExtents(weight.shape, tensor.shape) && test(weight, tensor, known);
      });
      if (index === undefined) continue;
      found[i] = index;
      free.delete(index);
    }
  return found;
}

type Test = (weight: WantedWeight, tensor: OfferedTensor, known: ReadonlySet<string>) => boolean;

const TESTS: readonly Test[] = [
  (weight, tensor) => fitsName(weight, tensor, true) && fitsParts(weight, tensor),
  (weight, tensor) => fitsName(weight, tensor, true),
  (weight, tensor) => fitsName(weight, tensor, false) && fitsParts(weight, tensor),
  // The last resort stays within the layer and never takes a tensor that bears another weight's name; Keras names some just "variable".
  (_, tensor, known) => tensor.name === null || !known.has(tensor.name),
];

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function sameExtents(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

function fitsName(weight: WantedWeight, { name }: OfferedTensor, mustTell: boolean): boolean {
  const own = lastPart(weight.name);
  if (name === null) return !mustTell;
  return name === own || RENAMED.get(name) === own;
}

/** Whether the parts of the layer that a weight's name tells are those that the tensor stands in. */
function fitsParts(weight: WantedWeight, { parts }: OfferedTensor): boolean {
  const prefix = weight.name.split('/').slice(0, -1);
  let next = 0;
  for (const part of prefix) {
    const at = parts.findIndex((names, i) => i >= next && names.some(name => isPart(part, name)));
    if (at < 0) return false;
    next = at + 1;
  }
  // Beyond the parts that the name tells may stand only a recurrent layer's cell.
  return prefix.length > 0 || parts.every(names => names.some(name => /(^|_)cell(_\d+)?$/.test(name)));
}

/**
 * `forward_layer` is called `forward_lstm`, after what it holds, in files that name layers; Keras 2's .keras files call the parts of an
 * attention after their attributes: `_query_dense`, `_output_dense`.
 */
function isPart(part: string, name: string): boolean {
  const attribute = /^_(\w+)_dense$/.exec(name)?.[1];
  if (attribute !== undefined) return part === attribute || part.endsWith(`_${attribute}`);
  return name === part || (part.endsWith('_layer') && name.startsWith(part.slice(0, -'layer'.length)));
}
