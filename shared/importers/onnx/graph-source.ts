import type { FileGraph, FileNode } from './onnx-file.ts';
import type { FusedNode } from './patterns/fused-node.ts';
import type { Symbols } from './symbols.ts';
import type { TensorFiles } from './tensor-elements.ts';

/** What the graph is imported from. */
export interface GraphSource {
  readonly graph: FileGraph;
  /** The graph's nodes, some of them fused by patterns. */
  readonly nodes: readonly (FileNode | FusedNode)[];
  readonly opsets: ReadonlyMap<string, number>;
  readonly files: TensorFiles;
  readonly symbols: Symbols;
  /** The names of attentions that stay spelled out, because something else reads a part of them. */
  readonly spelled: ReadonlySet<string>;
  /** Whether Netloom wrote the file: then a layer's nodes are called after it. */
  readonly isOwn: boolean;
}
