import { useHere } from '../state/here.ts';
import { useView } from '../state/view-store.ts';
import styles from './canvas.module.css';

/** What an empty canvas says. */
export function EmptyHint() {
  const isEmpty = useHere(state => Object.keys(state.document.nodes).length === 0);
  if (!isEmpty) return null;
  return (
    <div className={styles.empty}>
      <p>Drag a layer here from the left, or double-click to search for one.</p>
      <button type="button" className={styles.link} onClick={() => useView.getState().openDialog('gallery')}>
        Begin with a template
      </button>
    </div>
  );
}
