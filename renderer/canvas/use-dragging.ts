import type { NodeChange, OnNodeDrag } from '@xyflow/react';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Point } from '../../shared/document/schema.ts';
import { here } from '../state/here.ts';
import { commitDrag, markWireUnder } from './drag.ts';
import { markDropWire } from './drop-target.ts';
import type { Overrides } from './flow-elements.ts';
import type { FlowNode } from './flow-types.ts';
import { namesInFrame } from './frames.ts';

const NONE: Overrides = new Map();

/** What a frame under the pointer takes along. */
interface Carried {
  readonly frame: string;
  readonly corner: Point;
  readonly names: readonly string[];
}

/** Where things stand while they are dragged or resized; the document learns it at the end, as one step. */
export function useDragging() {
  const [overrides, setOverrides] = useState<Overrides>(NONE);
  const [isDragging, setDragging] = useState(false);
  const latest = useRef<Overrides>(NONE);
  const copying = useRef(false);
  const carried = useRef<Carried | null>(null);

  const show = useCallback((next: Overrides) => {
    latest.current = next;
    setOverrides(next);
  }, []);

  const onNodesChange = useCallback(
    (changes: readonly NodeChange<FlowNode>[]) => {
      const next = new Map(latest.current);
      let resized = false;
      for (const change of changes) {
        if (change.type === 'position' && change.position && change.dragging === true)
          next.set(change.id, [change.position.x, change.position.y]);
        else if (change.type === 'position' && change.position && change.dragging === undefined)
          resize(next, change.id, change.position, undefined);
        else if (change.type === 'dimensions' && change.dimensions && change.resizing !== undefined) {
          resize(next, change.id, undefined, change.dimensions);
          resized ||= change.resizing === false;
        }
      }
      carry(next, carried.current);
      if (next.size > 0) show(next);
      if (resized) {
        commitDrag(latest.current, false);
        show(NONE);
      }
    },
    [show],
  );

  const onDragStart = useCallback((event: { altKey: boolean }, dragged: FlowNode | readonly FlowNode[]) => {
    copying.current = event.altKey;
    const node = Array.isArray(dragged) ? null : (dragged as FlowNode);
    carried.current = node?.type === 'frame' ? carriedBy(node) : null;
    setDragging(true);
  }, []);

  const onDragStop = useCallback(() => {
    setDragging(false);
    markDropWire(null);
    carried.current = null;
    if (latest.current.size > 0) commitDrag(latest.current, copying.current);
    show(NONE);
  }, [show]);

  useLayoutEffect(() => {
    if (isDragging) markWireUnder(overrides);
  }, [isDragging, overrides]);

  return {
    overrides,
    isDragging,
    onNodesChange,
    onDragStart: onDragStart as OnNodeDrag<FlowNode> & typeof onDragStart,
    onDragStop,
  };
}

function carriedBy(frame: FlowNode): Carried {
  const corner: Point = [frame.position.x, frame.position.y];
  const { positions } = here().document;
  const names = namesInFrame([...corner, frame.width ?? 0, frame.height ?? 0], positions);
  return { frame: frame.id, corner, names };
}

/** Moves what stands in a dragged frame by as much as the frame. */
function carry(places: Map<string, Place>, carried: Carried | null): void {
  const frame = carried ? places.get(carried.frame) : undefined;
  if (!carried || !frame) return;
  const { positions } = here().document;
  for (const name of carried.names) {
    const start = positions[name];
    if (start)
      places.set(name, [start[0] + frame[0] - carried.corner[0], start[1] + frame[1] - carried.corner[1]]);
  }
}

type Place = readonly [number, number] | readonly [number, number, number, number];

function resize(
  places: Map<string, Place>,
  id: string,
  corner: { readonly x: number; readonly y: number } | undefined,
  size: { readonly width: number; readonly height: number } | undefined,
): void {
  const { frames = [], notes = [] } = here().document;
  const index = Number(id.split(':')[1]);
  const box = id.startsWith('frame:')
    ? frames[index]?.box
    : id.startsWith('note:')
      ? notes[index]?.box
      : undefined;
  if (!box) return;
  const [x, y, width = box[2], height = box[3]] = places.get(id) ?? box;
  places.set(id, [corner?.x ?? x, corner?.y ?? y, size?.width ?? width, size?.height ?? height]);
}
