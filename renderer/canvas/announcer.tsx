import { formatShapeShort } from '../../shared/document/value.ts';
import { useHere } from '../state/here.ts';
import styles from './canvas.module.css';

/** Says to a screen reader which layer is selected. */
export function Announcer() {
  const text = useHere(({ selection, document, inference }) => {
    if (selection.size > 1) return `${selection.size} layers selected`;
    const [name] = selection;
    if (name === undefined) return '';
    const node = inference.nodes.get(name);
    const problems = node?.problems.length ?? 0;
    const shape = node?.outputs[0]?.shape ?? null;
    return `${name}, ${document.nodes[name]?.type}, output ${formatShapeShort(shape)}${problems > 0 ? `, ${node?.problems[0]?.message}` : ''}`;
  });
  return (
    <div className={styles.unseen} role="status" aria-live="polite">
      {text}
    </div>
  );
}
