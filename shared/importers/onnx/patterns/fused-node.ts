import type { DType } from '../../../document/value.ts';
import { isHalf } from '../../../layers/weight-store.ts';
import type { FileAttribute, FileNode } from '../onnx-file.ts';

/** The domain of nodes that stand for several of the file. */
export const FUSED_DOMAIN = 'netloom.fused';

/** Several nodes of the file that together say one thing. */
export interface FusedNode extends FileNode {
  readonly domain: typeof FUSED_DOMAIN;
  /** The nodes in the file's order, for when the layer does not hold. */
  readonly parts: readonly FileNode[];
  /** Numbers that the pattern found: an epsilon. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** What a pattern found: the last of the parts gives the result. */
export interface FoundPattern {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly parts: readonly FileNode[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly attributes?: ReadonlyMap<string, FileAttribute>;
}

/** The numbers that a pattern found for a node; none for one of the file. */
export function numbersOfPattern(node: FileNode): Readonly<Record<string, number>> {
  return 'numbers' in node ? (node as FusedNode).numbers : {};
}

/** Patterns that the exporter spells out in the very same steps. */
const SAME_STEPS: ReadonlySet<string> = new Set(['MatMul', 'silu', 'GroupNormalization']);

/**
 * Whether a pattern cannot become one layer without other roundings: in half precision each step is rounded, so that only what is written
 * in the same steps again is the same.
 *
 * @param node a node of the file, or one that stands for a pattern
 * @param dtype the element type of its first input
 */
export function isRounded({ domain, operator }: FileNode, dtype: DType | null): boolean {
  return domain === FUSED_DOMAIN && dtype !== null && isHalf(dtype) && !SAME_STEPS.has(operator);
}
