import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { PointFlowNode } from './flow-types.ts';
import styles from './point-node.module.css';

/** A point that a wire is led through. */
export const PointNode = memo(function PointNode({ selected }: NodeProps<PointFlowNode>) {
  return (
    <div
      className={selected ? `${styles.point} ${styles.selected}` : styles.point}
      title="Drag to lead the wire; double-click to remove"
    />
  );
});
