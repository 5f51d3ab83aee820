import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Edge, GraphNode } from './graph-builder.ts';
import { savedModelBytes, TAG } from './graph-bytes.ts';
import type { NativeBackend, NativeTensor, NativeValues } from './native-backend.ts';
import type { ValueType } from './trace.ts';

/** Numbers for a placeholder. */
export interface Feed extends ValueType {
  /** The placeholder's node. */
  readonly node: string;
  readonly values: NativeValues;
}

/** A graph in a session of TensorFlow. Its variables live as long as it does. */
export class Program {
  private readonly backend: NativeBackend;
  private readonly id: number;
  private disposed = false;

  /**
   * Loads a graph. tfjs-node keeps loaded graphs by their folder, so each has one of its own, removed once it is read.
   *
   * @param backend tfjs-node's backend
   * @param nodes all nodes; a wrong one is an error of TensorFlow
   */
  constructor(backend: NativeBackend, nodes: readonly GraphNode[]) {
    this.backend = backend;
    const directory = mkdtempSync(path.join(os.tmpdir(), 'netloom-graph-'));
    try {
      writeFileSync(path.join(directory, 'saved_model.pb'), Buffer.concat(savedModelBytes(nodes)));
      this.id = backend.binding.loadSavedModel(directory, TAG);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /**
   * Runs the part of the graph that some outputs need, nodes they wait for included. It does not return before it is done.
   *
   * @param feeds numbers for the placeholders
   * @param outputs what to fetch, at least one
   * @param use takes the fetched handles, which are gone afterwards
   */
  run<Result>(
    feeds: readonly Feed[],
    outputs: readonly Edge[],
    use: (fetched: readonly NativeTensor[], read: (tensor: NativeTensor) => NativeValues) => Result,
  ): Result {
    const { binding } = this.backend;
    const handles: number[] = [];
    try {
      for (const { shape, dtype, values } of feeds) handles.push(binding.createTensor(shape, dtype, values));
      const names = feeds.map(feed => `${feed.node}:0`).join();
      const wanted = outputs.map(output => (output.includes(':') ? output : `${output}:0`)).join();
      const fetched = binding.runSavedModel(this.id, handles, names, wanted);
      handles.push(...fetched.map(tensor => tensor.id));
      return use(fetched, tensor => binding.tensorDataSync(tensor.id));
    } finally {
      for (const handle of handles) binding.deleteTensor(handle);
    }
  }

  /** Frees the session and its variables. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.backend.binding.deleteSavedModel(this.id);
  }
}
