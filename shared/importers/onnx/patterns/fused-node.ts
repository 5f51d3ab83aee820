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
