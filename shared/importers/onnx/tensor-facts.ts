import type { Value } from '../../document/value.ts';
import { isHalf } from '../../layers/weight-store.ts';
import type { Constant } from './constant.ts';
import type { DraftWeight } from './draft.ts';
import { type Known, MAX_KNOWN } from './known.ts';
import type { FileNode } from './onnx-file.ts';

/** Larger float constants are weights: nothing is computed of them. */
const MAX_FLOATS = 16;

/** The content of a constant that is computed with. */
export function smallConstant(constant: Constant | null): Known | null {
  if (!constant || constant.dtype === 'string') return null;
  const isFloat = constant.dtype.startsWith('float') || constant.dtype === 'bfloat16';
  const values = constant.numbers(isFloat ? MAX_FLOATS : MAX_KNOWN);
  return values && { dtype: constant.dtype, shape: constant.shape, values };
}

/** The content of what a layer gives, where its inference tells it. */
export function knownOf(value: Value): Known | null {
  const { constant, shape, dtype } = value;
  // A runtime may round after each step or at last; what was computed here in advance would differ from its own.
  if (isHalf(dtype)) return null;
  if (!constant || !shape?.every(dim => typeof dim === 'number')) return null;
  return { dtype, shape, values: constant };
}

/** Tells one weight of the file, in one order of its axes, from all others. */
export function weightKey({ name, constant, permutation }: DraftWeight): string {
  return `${name}=${constant.origin}(${permutation?.join() ?? ''})`;
}

/** The name of a node; of what it gives where it has none. */
export function nameOf(node: FileNode): string {
  return node.name || node.outputs.find(name => name !== '') || node.operator;
}
