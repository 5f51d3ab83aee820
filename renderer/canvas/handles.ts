import { type NodeHandle, Position } from '@xyflow/react';
import { portOffset } from '../../shared/layout/geometry.ts';
import { handleId } from './canvas-store.ts';
import type { PortCounts } from './ports.ts';

/** The side of a port's circle in canvas pixels. */
export const PORT_SIZE = 9;

/**
 * The ports of a layer as React Flow wants them to draw wires before the layer itself stands.
 *
 * @param ports how many there are
 * @param height of the layer
 */
export function handlesOf(ports: PortCounts, height: number): NodeHandle[] {
  const size = { width: PORT_SIZE, height: PORT_SIZE };
  const inputs = Array.from(
    { length: ports.inputs },
    (_, port): NodeHandle => ({
      ...size,
      id: handleId('in', port),
      type: 'target',
      position: Position.Top,
      x: portOffset(port, ports.inputs) - PORT_SIZE / 2,
      y: -PORT_SIZE / 2,
    }),
  );
  const outputs = Array.from(
    { length: ports.outputs },
    (_, port): NodeHandle => ({
      ...size,
      id: handleId('out', port),
      type: 'source',
      position: Position.Bottom,
      x: portOffset(port, ports.outputs) - PORT_SIZE / 2,
      y: height - PORT_SIZE / 2,
    }),
  );
  return [...inputs, ...outputs];
}
