import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import { emitMerge, emitMergeInputs, mergedType } from './merging.ts';
import { torchMerge } from './merging-pytorch.ts';

/** What a masked merge is computed with: tensors, names of tensors, or code. */
export interface MergeAlgebra<T> {
  /** Joins two values. */
  join(a: T, b: T): T;
  /** The first value where the mask holds, else the second. */
  choose(mask: T, value: T, otherwise: T): T;
  either(a: T, b: T): T;
  /** One and zero, which broadcast. */
  readonly one: T;
  readonly zero: T;
}

/** What stands in for a missing step: a factor of one, or what the inputs before have there. */
export type MissingAs = 'ones' | 'others';

/**
 * Merges values of which steps are missing. Source: Keras 3, Multiply._merge_function (`ones`) and
 * Merge._apply_merge_op_and_or_mask (`others`).
 *
 * @param values at least one, broadcast against each other
 * @param masks by value, broadcast to it
 * @param algebra how to compute
 * @param missing what stands in
 */
export function mergeMasked<T>(
  values: readonly T[],
  masks: readonly (T | undefined)[],
  { join, choose, either, one, zero }: MergeAlgebra<T>,
  missing: MissingAs,
): T {
  let [output] = values;
  let [outputMask] = masks;
  if (output === undefined) throw new Error('A merging layer was called without inputs.');
  if (missing === 'ones') {
    const known: T[] = [];
    for (const mask of masks) if (mask !== undefined) known.push(mask);
    const filled = values.map((value, i) => {
      const mask = masks[i];
      return mask === undefined ? value : choose(mask, value, one);
    });
    const product = filled.reduce(join);
    return known.length < values.length
      ? product
      : choose(known.reduce<T>(either, known[0] ?? one), product, zero);
  }
  for (let i = 1; i < values.length; i++) {
    const [given, mask] = [values[i], masks[i]];
    if (given === undefined) continue;
    const value: T = mask === undefined ? given : choose(mask, given, output);
    const before: T = outputMask === undefined ? output : choose(outputMask, output, value);
    outputMask = outputMask === undefined || mask === undefined ? undefined : either(outputMask, mask);
    output = join(before, value);
  }
  return output;
}

/**
 * Writes an element-wise merge of which inputs may have masks.
 *
 * @param operator of ONNX, for two inputs
 * @param context the merging layer
 * @param graph the graph under construction
 */
export function emitMaskedMerge<P>(
  operator: 'Mul' | 'Max' | 'Min',
  context: OnnxContext<P>,
  graph: OnnxGraph,
): string {
  const { inputs, maskNames } = context;
  if (!maskNames) return emitMerge(operator, context, graph);
  const dtype = mergedType(inputs);
  const rank = Math.max(...inputs.map(input => input.shape?.length ?? 0));
  const masks = inputs.map((input, port) => {
    const mask = maskNames[port];
    const added = Array.from({ length: rank - (input.shape?.length ?? rank) }, (_, axis) => axis + 1);
    return mask && graph.node('Unsqueeze', [mask, graph.constant([...added, -1], 'int64')]);
  });
  return mergeMasked(
    emitMergeInputs(context, graph, dtype, true),
    masks,
    {
      join: (a, b) => graph.node(operator, [a, b]),
      choose: (mask, value, otherwise) => graph.node('Where', [mask, value, otherwise]),
      either: (a, b) => graph.node('Or', [a, b]),
      one: graph.constant([1], dtype, []),
      zero: graph.constant([0], dtype, []),
    },
    operator === 'Mul' ? 'ones' : 'others',
  );
}

/**
 * The same as PyTorch.
 *
 * @param context the merging layer
 * @param torch the module under construction
 * @param join writes the result of two operands
 * @param missing what stands in for a missing step
 */
export function torchMaskedMerge<P>(
  context: TorchContext<P>,
  torch: TorchModule,
  join: (a: string, b: string) => string,
  missing: MissingAs,
): readonly TorchTensor[] {
  const { inputs, maskCodes } = context;
  if (!maskCodes) return torchMerge(context, torch, join);
  const ranks = inputs.map(input => input.shape?.length ?? 0);
  const rank = Math.max(...ranks);
  const aligned = (code: string, port: number) => code + '.unsqueeze(1)'.repeat(rank - (ranks[port] ?? rank));
  const code = mergeMasked(
    inputs.map((_, port) => aligned(torch.document(port), port)),
    inputs.map((_, port) => {
      const mask = maskCodes[port];
      return mask === undefined ? undefined : aligned(`${mask}.unsqueeze(-1)`, port);
    }),
    {
      join: (a, b) => torch.assign(join(a, b)),
      choose: (mask, value, otherwise) => torch.assign(`torch.where(${mask}, ${value}, ${otherwise})`),
      either: (a, b) => `(${a} | ${b})`,
      one: '1.0',
      zero: '0.0',
    },
    missing,
  );
  return [{ code, order: 'document' }];
}
