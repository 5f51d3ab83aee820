import type { ConnectionLineComponentProps } from '@xyflow/react';
import { useEffect } from 'react';
import { endKey, portOf, useCanvas } from './canvas-store.ts';
import { holdOver } from './connecting.ts';
import styles from './connection-line.module.css';
import type { FlowNode } from './flow-types.ts';

/** The wire under way, with the reason beside it where it cannot end. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromHandle,
  toHandle,
}: ConnectionLineComponentProps<FlowNode>) {
  const over = toHandle ? endKey(toHandle.nodeId, portOf(toHandle.id)) : null;
  useEffect(() => holdOver(over), [over]);
  const reason = useCanvas(({ connecting }) =>
    over === null ? null : (connecting?.refusals.get(over) ?? null),
  );
  const bend = Math.max(30, Math.abs(toY - fromY) / 2) * (fromHandle.type === 'source' ? 1 : -1);
  return (
    <g>
      <path
        className={reason === null ? styles.line : styles.refused}
        d={`M${fromX},${fromY} C${fromX},${fromY + bend} ${toX},${toY - bend} ${toX},${toY}`}
      />
      {reason !== null && (
        <foreignObject x={toX + 14} y={toY + 8} width={280} height={160} className={styles.place}>
          <div className={styles.reason}>{reason}</div>
        </foreignObject>
      )}
    </g>
  );
}
