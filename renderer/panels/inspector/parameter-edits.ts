import type { DocumentEdit } from '../../../shared/document/edits.ts';
import { blockName } from '../../../shared/document/graph.ts';
import type { Json } from '../../../shared/document/json.ts';
import { setParameter } from '../../../shared/document/operations.ts';
import type { DocumentNode, NetloomDocument } from '../../../shared/document/schema.ts';
import { withLayerRate } from '../../../shared/training/layer-rates.ts';
import { useEditor } from '../../state/editor-store.ts';
import { here } from '../../state/here.ts';
import { changeTraining } from '../../train/change-training.ts';

/** Names as the title of an undo step says them. */
function spoken(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `${names.length} layers`;
}

/** Sets a parameter of nodes as one undo step; the value has passed the parameter's own parser. */
export function commitParameter(names: readonly string[], parameter: string, value: Json): void {
  const { document, edit } = here();
  edit(
    `Set ${parameter} of ${spoken(names)}`,
    names.map(name => setParameter(document, name, parameter, value)),
  );
}

/** Takes parameters of nodes back to their defaults as one undo step. */
export function resetParameters(names: readonly string[], parameters: readonly string[]): void {
  const what = parameters.length === 1 ? parameters[0] : 'the parameters';
  here().edit(
    `Reset ${what} of ${spoken(names)}`,
    names.flatMap(name =>
      parameters.map(parameter => ({ kind: 'setParameter', name, parameter, value: undefined }) as const),
    ),
  );
}

function replaced(
  document: NetloomDocument,
  names: readonly string[],
  change: (node: DocumentNode) => DocumentNode,
): readonly DocumentEdit[] {
  return names.flatMap(name => {
    const node = document.nodes[name];
    return node ? [{ kind: 'replaceNode', name, node: change(node) } as const] : [];
  });
}

/** Freezes nodes, or lets their weights train again. */
export function setFrozen(names: readonly string[], frozen: boolean): void {
  const { document, edit } = here();
  const change = ({ trainable, ...node }: DocumentNode): DocumentNode =>
    frozen ? { ...node, trainable: false } : node;
  edit(`${frozen ? 'Freeze' : 'Unfreeze'} ${spoken(names)}`, replaced(document, names, change));
}

/** The names in the network of the layers that nodes stand for: of a repeated block's copies, and of what is inside a block, by a pattern. */
export function layerPatterns(names: readonly string[]): readonly string[] {
  const { open } = useEditor.getState();
  const prefix = open.map((step, i) => {
    const inner = step.prefix.slice((open[i - 1]?.prefix ?? '').length + step.node.length);
    return `${step.node}${inner === '.' ? '.' : '.*.'}`;
  });
  const { nodes } = here().document;
  return names.map(name => {
    const isBlock = blockName(nodes[name]?.type ?? '') !== null;
    return `${prefix.join('')}${name}${isBlock ? '.*' : ''}`;
  });
}

/** Multiplies the learning rate of nodes' weights by a factor. */
export function setLayerRate(names: readonly string[], factor: number): void {
  changeTraining(`Train ${spoken(names)} at ${factor} times the rate`, training =>
    withLayerRate(training, layerPatterns(names), factor),
  );
}

/** Lets a node use the weights of another one of its type, or its own again (null). */
export function setWeightsOf(name: string, owner: string | null): void {
  const { document, edit } = here();
  const change = ({ weightsOf, ...node }: DocumentNode): DocumentNode =>
    owner === null ? node : { ...node, weightsOf: owner };
  const title = owner === null ? `Give ${name} its own weights` : `Use the weights of ${owner} in ${name}`;
  edit(title, replaced(document, [name], change));
}

/** Lets the copies of a repeated block use the same weights, or each its own. */
export function setShared(name: string, shared: boolean): void {
  const { document, edit } = here();
  const change = ({ shared: _, ...node }: DocumentNode): DocumentNode =>
    shared ? { ...node, shared: true } : node;
  const title = shared
    ? `Share the weights of the copies of ${name}`
    : `Give each copy of ${name} its own weights`;
  edit(title, replaced(document, [name], change));
}

/** Lets an open block give out what a layer computes, or no longer. */
export function setBlockOutput(name: string, isOutput: boolean): void {
  const { document, edit } = here();
  const others = (document.outputs ?? []).filter(output => output !== name);
  edit(isOutput ? `Give out ${name}` : `Keep ${name} inside the block`, [
    { kind: 'setOutputs', outputs: isOutput ? [...others, name] : others },
  ]);
}

/** Repeats a block so many times in sequence. */
export function setRepeat(name: string, count: number): void {
  const { document, edit } = here();
  const change = ({ repeat, ...node }: DocumentNode): DocumentNode =>
    count === 1 ? node : { ...node, repeat: count };
  edit(`Repeat ${name} ${count} times`, replaced(document, [name], change));
}
