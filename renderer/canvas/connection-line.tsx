import type { ConnectionLineComponentProps } from '@xyflow/react';
import { useEffect } from 'react';
import type { Point } from '../../shared/document/schema.ts';
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
  return (
    <WireUnderWay
      from={[fromX, fromY]}
      to={[toX, toY]}
      isFromOutput={fromHandle.type === 'source'}
      reason={reason}
    />
  );
}

interface WireUnderWayProps {
  readonly from: Point;
  readonly to: Point;
  /** Whether it leaves the port downwards. */
  readonly isFromOutput: boolean;
  /** Why it cannot end there; null where it can, or at no port. */
  readonly reason: string | null;
}

/** A wire that follows the pointer, within an SVG. */
export function WireUnderWay({
  from: [fromX, fromY],
  to: [toX, toY],
  isFromOutput,
  reason,
}: WireUnderWayProps) {
  const bend = Math.max(30, Math.abs(toY - fromY) / 2) * (isFromOutput ? 1 : -1);
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
