import { describe, it } from 'vitest';
import type { Tf } from '../../../shared/layers/tfjs-contract.ts';
import { loadTensorFlow } from '../../setup/load-tensorflow.ts';
import { GraphBuilder } from './graph-builder.ts';
import { type NativeBackend, type NativeValues, nativeBackend } from './native-backend.ts';
import { Program } from './program.ts';
import { addStep } from './step-nodes.ts';
import type { Trace } from './trace.ts';

/**
 * A suite on native TensorFlow; where that cannot be had, it says why it was not run.
 *
 * @param title its name
 * @param suite gets the library and its backend
 */
export function describeNative(title: string, suite: (tf: Tf, backend: NativeBackend) => void): void {
  describe(title, async () => {
    const loaded = await loadTensorFlow().then(
      // tfjs-node has the same calls as tfjs and more; its type names the package's own copy.
      tensorflow => tensorflow as never as Tf,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const backend = typeof loaded === 'string' ? null : nativeBackend(loaded);
    if (typeof loaded === 'string' || !backend) it.skip(`was not run: ${String(loaded)}`, () => undefined);
    else suite(loaded, backend);
  });
}

/** What a recorded step without state gives back, run as a graph as it stands. */
export function resultsOf(
  backend: NativeBackend,
  trace: Trace,
  inputs: Readonly<Record<string, NativeValues>>,
): readonly (readonly number[])[] {
  const graph = new GraphBuilder();
  const { feeds, results } = addStep(graph, 'step', trace, new Map(), { repeat: 1, fused: false });
  const program = new Program(backend, graph.nodes);
  try {
    const fed = [...trace.inputs].flatMap(([name, type]) => {
      const node = feeds[0]?.get(name);
      const values = inputs[name];
      return node && values ? [{ node, ...type, values }] : [];
    });
    return program.run(fed, results, (fetched, read) => fetched.map(tensor => Array.from(read(tensor))));
  } finally {
    program.dispose();
  }
}

/** The names of a trace's operations, in their order. */
export function operationNames({ operations }: Trace): readonly string[] {
  return operations.map(({ name }) => name);
}
