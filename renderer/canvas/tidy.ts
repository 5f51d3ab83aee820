import { dropPoints } from '../../shared/document/wire-points.ts';
import { here } from '../state/here.ts';
import { tell } from '../state/notices.ts';
import { framesAfterMove } from './frames.ts';
import { layOut } from './lay-out.ts';
import { fitView } from './viewport.ts';

/** Lays the open network out anew as one step, with wires that find their own ways; nodes that are added meanwhile stay where they are. */
export async function tidyDocument(): Promise<void> {
  const before = here().document;
  try {
    const positions = await layOut(before);
    const { document, edit } = here();
    const still = Object.fromEntries(
      Object.entries(positions).filter(([name]) => Object.hasOwn(document.nodes, name)),
    );
    edit('Tidy the layout', [
      { kind: 'moveNodes', positions: still },
      ...dropPoints(document),
      ...framesAfterMove(document, still),
    ]);
    requestAnimationFrame(() => fitView());
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error), 'error');
  }
}
