import type { DocumentEdit } from '../../shared/document/edits.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';

/**
 * Carries a selection over edits: renamed nodes stay selected under their new name, removed ones leave it.
 *
 * @param selection names before the edits
 * @param edits what was done
 * @param document the document afterwards
 */
export function followRenames(
  selection: ReadonlySet<string>,
  edits: readonly DocumentEdit[],
  document: Pick<NetloomDocument, 'nodes'>,
): ReadonlySet<string> {
  if (selection.size === 0) return selection;
  let names = [...selection];
  let changed = false;
  for (const edit of edits) {
    if (edit.kind === 'renameNode') {
      names = names.map(name => (name === edit.name ? edit.newName : name));
      changed = true;
    } else if (edit.kind === 'removeNode') changed = true;
  }
  return changed ? new Set(names.filter(name => Object.hasOwn(document.nodes, name))) : selection;
}
