import { layerType } from '../../layers/registry.ts';
import {
  type Argument,
  type KerasLayer,
  type KerasModel,
  type LayerCall,
  type TensorReference,
  tensorsOfCall,
} from './model-config.ts';
import { currentName, isOperation } from './tables.ts';

/** The argument by which Keras hands a mask to a layer. */
const MASK = 'mask';
/** More operations one behind the other than any mask takes. */
const LONGEST = 200;

/** How the masks of a model are written in its file. */
export interface MaskPlumbing {
  /** Operations that compute masks which the layers of the document hand on by themselves. */
  readonly operations: ReadonlySet<string>;
  /** The layers and operations that give such masks. */
  readonly masks: ReadonlySet<string>;
}

/**
 * A call without the masks that the layers of the document hand on by themselves; one that is made otherwise stays.
 *
 * @param call the call as the file has it
 * @param plumbing the model's
 */
export function withoutOwnMasks(call: LayerCall, { masks }: MaskPlumbing): LayerCall {
  const given = maskTensors(call.named.get(MASK));
  if (given.length === 0 || !given.every(({ layer }) => masks.has(layer))) return call;
  return { ...call, named: new Map([...call.named].filter(([name]) => name !== MASK)) };
}

/**
 * Finds the operations by which Keras 3 writes down masks that it makes by itself: those that nothing but the argument `mask` of layers
 * leads to, and that begin at what a layer reads that makes masks.
 *
 * @param model one model of the file
 */
export function maskPlumbing(model: KerasModel): MaskPlumbing {
  const byName = new Map(model.layers.map(layer => [layer.name, layer]));
  const readers = new Map<string, Set<string>>();
  const given = new Set<string>();
  const read = (name: string, by: string) => readers.set(name, (readers.get(name) ?? new Set()).add(by));
  for (const layer of model.layers)
    for (const call of layer.calls) {
      const handed = new Set(maskTensors(call.named.get(MASK)));
      for (const { layer: source } of handed) given.add(source);
      for (const tensor of tensorsOfCall(call)) if (!handed.has(tensor)) read(tensor.layer, layer.name);
    }
  for (const { layer } of model.outputs) read(layer, '');
  const masked = sourcesOfMasks(model);
  const known = new Map<string, boolean>();
  const made = (name: string, depth = 0): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const layer = byName.get(name);
    // Until it is known: a file may hold a circle.
    known.set(name, false);
    if (!layer || !isOperation(layer) || depth > LONGEST) return false;
    const tensors = layer.calls.flatMap(tensorsOfCall);
    const others = tensors.filter(tensor => !masked.has(key(tensor)));
    const isMade =
      tensors.length > 0 && (isShapeOnly(layer) || others.every(tensor => made(tensor.layer, depth + 1)));
    known.set(name, isMade);
    return isMade;
  };
  const operations = new Set<string>();
  const masks = new Set([...given].filter(source => made(source)));
  for (const source of masks) collect(source, byName, operations);
  // What something else reads as well stays.
  for (let before = -1; before !== operations.size; ) {
    before = operations.size;
    for (const name of operations)
      if ([...(readers.get(name) ?? [])].some(reader => !operations.has(reader))) operations.delete(name);
  }
  return { operations, masks };
}

const key = ({ layer, call, output }: TensorReference) => `${call}:${output}:${layer}`;

function maskTensors(argument: Argument | undefined): readonly TensorReference[] {
  if (argument?.kind === 'tensor') return [argument.tensor];
  return argument?.kind === 'list' ? argument.items.flatMap(maskTensors) : [];
}

/** The tensors that layers which make masks read. */
function sourcesOfMasks(model: KerasModel): ReadonlySet<string> {
  const makers = model.layers.filter(({ className }) => layerType(currentName(className))?.traits.makesMask);
  return new Set(makers.flatMap(layer => layer.calls.flatMap(tensorsOfCall)).map(key));
}

/** Takes nothing from its input but the shape: all ones, all zeros. */
function isShapeOnly({ className }: KerasLayer): boolean {
  return className === 'OnesLike' || className === 'ZerosLike';
}

/** The operations that lead to one, itself included. */
function collect(name: string, byName: ReadonlyMap<string, KerasLayer>, found: Set<string>): void {
  const layer = byName.get(name);
  if (!layer || found.has(name) || !isOperation(layer)) return;
  found.add(name);
  if (isShapeOnly(layer)) return;
  for (const { layer: before } of layer.calls.flatMap(tensorsOfCall)) collect(before, byName, found);
}
