import { ChevronRight } from 'lucide-react';
import { useHere } from '../state/here.ts';
import styles from './breadcrumb.module.css';

/** Where the user is: the network, and the blocks that are open. A click goes out again. */
export function Breadcrumb() {
  const open = useHere(state => state.open);
  const name = useHere(state => state.document.name);
  const enter = useHere(state => state.enter);
  const uses = useHere(({ open: path, document }) => {
    const type = `block:${path[path.length - 1]?.block ?? ''}`;
    const all = [document, ...Object.values(document.blocks ?? {})];
    return all.reduce(
      (sum, { nodes }) => sum + Object.values(nodes).filter(node => node.type === type).length,
      0,
    );
  });
  if (open.length === 0) return null;
  return (
    <nav className={styles.path} aria-label="Open blocks">
      <button type="button" className={styles.step} onClick={() => enter([])}>
        {name}
      </button>
      {open.map((step, depth) => (
        <span key={step.prefix} className={styles.part}>
          <ChevronRight size={12} aria-hidden="true" />
          <button
            type="button"
            className={styles.step}
            aria-current={depth === open.length - 1 ? 'location' : undefined}
            title={`Block ${step.block}`}
            onClick={() => enter(open.slice(0, depth + 1))}
          >
            {step.node}
          </button>
        </span>
      ))}
      {uses > 1 && <span className={styles.note}>changes every use of the block</span>}
    </nav>
  );
}
