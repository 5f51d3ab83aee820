import { formatShapeShort } from '../../shared/document/value.ts';
import { useHere } from '../state/here.ts';
import styles from './canvas.module.css';
import { readPointId, selectedWire } from './wire-points.ts';

/** Says to a screen reader which layer or wire is selected. */
export function Announcer() {
  const text = useHere(({ selection, selectedParts, document, inference }) => {
    const [part] = selectedParts;
    if (selection.size === 0 && selectedParts.size === 1 && part !== undefined) return wireText(part);
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

/** The selected wire, or point of a wire; nothing of frames and notes. */
function wireText(part: string): string {
  const wire = selectedWire();
  if (!wire) return '';
  const point = readPointId(part);
  const { from, to, via = [] } = wire;
  return point === null
    ? `Wire from ${from} to ${to}`
    : `Reroute point ${point.index + 1} of ${via.length} of the wire from ${from} to ${to}`;
}
