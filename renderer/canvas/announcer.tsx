import { blockName } from '../../shared/document/graph.ts';
import { formatShapeShort } from '../../shared/document/value.ts';
import { useHere } from '../state/here.ts';
import { insideOf } from './block-figures.ts';
import styles from './canvas.module.css';
import { readPointId, selectedWire } from './wire-points.ts';
import { valueAt } from './wire-value.ts';

/** Says to a screen reader which layer or wire is selected. */
export function Announcer() {
  const text = useHere(({ selection, selectedParts, document, inference }) => {
    const [part] = selectedParts;
    if (selection.size === 0 && selectedParts.size === 1 && part !== undefined) return wireText(part);
    if (selection.size > 1) return `${selection.size} layers selected`;
    const [name] = selection;
    if (name === undefined) return '';
    const type = document.nodes[name]?.type ?? '';
    const block = blockName(type);
    // A block has no inference of its own: it shows what it hands on and what is wrong inside.
    const [problem] =
      block === null ? (inference.nodes.get(name)?.problems ?? []) : insideOf(inference, name).problems;
    const shape = formatShapeShort(valueAt(document, inference, name, 0).shape);
    return `${name}, ${block === null ? type : `block ${block}`}, output ${shape}${problem ? `, ${problem.message}` : ''}`;
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
