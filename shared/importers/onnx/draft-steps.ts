import { scopesOf } from './blocks/module-scopes.ts';
import type { DraftLayer, DraftPort, Step } from './draft.ts';
import { buildLayer } from './emit-layer.ts';
import type { FileNode } from './onnx-file.ts';
import { nameOf } from './tensor-facts.ts';

/**
 * The layers of a conversion, each tried by its own inference.
 *
 * @param node the node that they stand for
 * @param steps what its converter proposes
 * @param demand gives what makes a tensor of the file
 * @returns the layers in order, or why one does not hold
 */
export function draftSteps(
  node: FileNode,
  steps: readonly Step[],
  demand: (name: string) => DraftPort,
): readonly DraftLayer[] | string {
  const made: DraftLayer[] = [];
  for (const [i, step] of steps.entries()) {
    const inputs = step.inputs.map(input => {
      const layer = typeof input === 'number' ? made[input] : undefined;
      return typeof input === 'string' ? demand(input) : layer ? { layer, port: 0 } : null;
    });
    if (inputs.includes(null)) return 'a part of it is missing.';
    const ports = inputs.filter(input => input !== null);
    const built = buildLayer(step.type, step.parameters ?? {}, ports, step.weights ?? {});
    if (typeof built === 'string') return built;
    const wish = i === steps.length - 1 ? nameOf(node) : `${nameOf(node)}/${step.type}`;
    const scopes = scopesOf(node);
    made.push({ type: step.type, inputs: ports, wish, scopes, ...built, weightsOf: null });
  }
  return made;
}
