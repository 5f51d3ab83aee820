import type { FileNode } from '../onnx-file.ts';

/** The domain of nodes that stand for several of the file. */
export const FUSED_DOMAIN = 'netloom.fused';

/** Several nodes of the file that together say one thing. */
export interface FusedNode extends FileNode {
  readonly domain: typeof FUSED_DOMAIN;
  /** The nodes in the file's order, for when the layer does not hold. */
  readonly parts: readonly FileNode[];
  /** Numbers that the pattern found: an epsilon, an axis. */
  readonly numbers: Readonly<Record<string, number>>;
}
