import type { Json } from '../../shared/document/json.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { emptyDocument } from '../../shared/document/schema.ts';
import type { OnnxModel } from '../../shared/exporters/onnx/model.ts';
import type { Engine } from '../engines/engine.ts';
import { tfjsEngine } from '../engines/tfjs-engine.ts';
import { loadJavaScriptEngine } from '../setup/load-tensorflow.ts';

type ChainLink = readonly [name: string, type: string, parameters?: Readonly<Record<string, Json>>];

/** A document whose layers stand in one line, for tests. */
export function chain(name: string, layers: readonly ChainLink[]): NetloomDocument {
  return {
    ...emptyDocument(name),
    nodes: Object.fromEntries(
      layers.map(([layer, type, parameters]) => [layer, parameters ? { type, parameters } : { type }]),
    ),
    edges: layers.slice(1).map(([to], i) => ({ from: layers[i]?.[0] ?? '', to })),
  };
}

/** The engine that every machine has. */
export async function javaScriptEngine(): Promise<Engine> {
  const tf = await loadJavaScriptEngine();
  return tfjsEngine(tf, 'javascript', tf.version['tfjs-core'] ?? '');
}

/** Operators of a model in order. */
export function operators(model: OnnxModel): readonly string[] {
  return model.graph.nodes.map(node => node.operator);
}
