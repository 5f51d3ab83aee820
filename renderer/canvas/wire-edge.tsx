import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { formatBytes } from '../../shared/analysis/summary.ts';
import { elementsPerSample, formatShapeShort, type Value } from '../../shared/document/value.ts';
import { ELEMENT_BYTES } from '../../shared/layers/weight-store.ts';
import { wireMiddle, wirePath } from '../../shared/layout/wires.ts';
import { useHere } from '../state/here.ts';
import { useCanvas } from './canvas-store.ts';
import type { FlowEdge } from './flow-types.ts';
import styles from './wire-edge.module.css';
import { valueAt, wireWidth } from './wire-value.ts';

/** A wire: thicker with the size of what it carries, whose shape and bytes show on hovering. */
export const WireEdge = memo(function WireEdge({ id, data, selected }: EdgeProps<FlowEdge>) {
  const areHidden = useCanvas(state => state.areWiresHidden);
  const hovered = useCanvas(state => state.hoveredWire === id);
  // In a larger selection the labels of all wires would hide the layers.
  const isOnly = useHere(
    state => selected === true && state.selection.size === 0 && state.selectedParts.size === 1,
  );
  // Only asked while the others are hidden: a selection would draw the wires of its layers anew.
  const isOfSelected = useHere(
    state =>
      areHidden &&
      data !== undefined &&
      (state.selection.has(data.edge.from) || state.selection.has(data.edge.to)),
  );
  const isTarget = useCanvas(state => state.dropWire === id);
  const isCut = useCanvas(state => state.cut?.wires.has(id) === true);
  const value = useHere(state =>
    data ? valueAt(state.document, state.inference, data.edge.from, data.edge.fromPort ?? 0) : null,
  );
  if (!data || !value) return null;
  const path = wirePath(data.way);
  const shown = [styles.wire];
  if (hovered) shown.push(styles.hovered);
  if (selected) shown.push(styles.selected);
  if (isTarget) shown.push(styles.target);
  if (isCut) shown.push(styles.cut);
  if (areHidden && shown.length === 1 && !isOfSelected) shown.push(styles.hidden);
  const [x, y] = wireMiddle(data.way);
  return (
    <g>
      <path
        className={shown.join(' ')}
        d={path}
        style={{ strokeWidth: wireWidth(elementsPerSample(value.shape)) }}
      />
      <path className={`react-flow__edge-interaction ${styles.reach}`} d={path} />
      {(hovered || isOnly) && (
        <EdgeLabelRenderer>
          <div
            className={styles.label}
            style={{ transform: `translate(${x + 11}px, ${y}px) translate(0, -50%)` }}
          >
            {labelOf(value)}
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

/** `55 × 55 × 96 · 1.11 MB`: shape and bytes per sample. */
function labelOf(value: Value): string {
  const elements = elementsPerSample(value.shape);
  const type = value.dtype === 'float32' ? '' : ` ${value.dtype}`;
  const bytes = elements === null ? '' : ` · ${formatBytes(elements * ELEMENT_BYTES[value.dtype])}`;
  return `${formatShapeShort(value.shape)}${type}${bytes}`;
}
