import { useEditor } from '../state/editor-store.ts';
import { here, stepInto } from '../state/here.ts';
import { tell } from '../state/notices.ts';
import { layOut } from './lay-out.ts';

/**
 * Opens the block that a node stands for. Layers without places are laid out first.
 *
 * @returns whether the node stands for a block
 */
export function enterBlock(name: string): boolean {
  const now = here();
  const step = stepInto(now, name);
  if (!step) return false;
  const block = now.document.blocks?.[step.block];
  if (!block) return false;
  const path = [...now.open, step];
  const known = { ...now.layouts[step.block], ...block.positions };
  if (Object.keys(block.nodes).every(inner => Object.hasOwn(known, inner))) {
    now.enter(path);
    return true;
  }
  const { format, version, blocks } = now.document;
  const inside = { format, version, name: step.block, nodes: block.nodes, edges: block.edges, positions: {} };
  layOut(blocks ? { ...inside, blocks } : inside).then(
    layout => {
      // The user may have gone elsewhere meanwhile.
      if (useEditor.getState().open === now.open) now.enter(path, layout);
    },
    (error: unknown) => tell(error instanceof Error ? error.message : String(error), 'error'),
  );
  return true;
}

/**
 * Goes out of the innermost open block. Nothing is selected then: the next Backspace must not remove the block.
 *
 * @returns whether one was open
 */
export function leaveBlock(): boolean {
  const { open, enter } = useEditor.getState();
  if (open.length === 0) return false;
  enter(open.slice(0, -1));
  return true;
}
