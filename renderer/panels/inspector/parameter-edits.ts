import type { DocumentEdit } from '../../../shared/document/edits.ts';
import type { Json } from '../../../shared/document/json.ts';
import { setParameter } from '../../../shared/document/operations.ts';
import type { DocumentNode, NetloomDocument } from '../../../shared/document/schema.ts';
import { useEditor } from '../../state/editor-store.ts';

/** Names as the title of an undo step says them. */
function spoken(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `${names.length} layers`;
}

/** Sets a parameter of nodes as one undo step; the value has passed the parameter's own parser. */
export function commitParameter(names: readonly string[], parameter: string, value: Json): void {
  const { document, edit } = useEditor.getState();
  edit(
    `Set ${parameter} of ${spoken(names)}`,
    names.map(name => setParameter(document, name, parameter, value)),
  );
}

/** Takes parameters of nodes back to their defaults as one undo step. */
export function resetParameters(names: readonly string[], parameters: readonly string[]): void {
  const what = parameters.length === 1 ? parameters[0] : 'the parameters';
  useEditor.getState().edit(
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
  const { document, edit } = useEditor.getState();
  const change = ({ trainable, ...node }: DocumentNode): DocumentNode =>
    frozen ? { ...node, trainable: false } : node;
  edit(`${frozen ? 'Freeze' : 'Unfreeze'} ${spoken(names)}`, replaced(document, names, change));
}

/** Lets a node use the weights of another one of its type, or its own again (null). */
export function setWeightsOf(name: string, owner: string | null): void {
  const { document, edit } = useEditor.getState();
  const change = ({ weightsOf, ...node }: DocumentNode): DocumentNode =>
    owner === null ? node : { ...node, weightsOf: owner };
  const title = owner === null ? `Give ${name} its own weights` : `Use the weights of ${owner} in ${name}`;
  edit(title, replaced(document, [name], change));
}

/** Repeats a block so many times in sequence. */
export function setRepeat(name: string, count: number): void {
  const { document, edit } = useEditor.getState();
  const change = ({ repeat, ...node }: DocumentNode): DocumentNode =>
    count === 1 ? node : { ...node, repeat: count };
  edit(`Repeat ${name} ${count} times`, replaced(document, [name], change));
}
