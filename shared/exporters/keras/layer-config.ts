import type { NodeInference } from '../../inference/infer.ts';

/** One entry of a Keras model config. */
export interface KerasLayerConfig {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * A node as Keras's config has it: every parameter written out with our defaults (Keras's), so that no reader's own
 * defaults matter.
 *
 * @param node what inference knows of the node; must be built
 * @throws Error for a node of unknown type
 */
export function kerasLayerConfig(node: NodeInference): KerasLayerConfig {
  const { layer, parameters, name } = node;
  if (!layer) throw new Error(`${name} is of a type that this version does not know.`);
  const own = layer.kerasConfig?.(node.context()) ?? {};
  return {
    class_name: layer.type,
    config: { name, trainable: node.node.trainable, ...parameters, ...own },
  };
}
