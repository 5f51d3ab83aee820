import type { MouseEvent } from 'react';
import { here } from '../state/here.ts';
import { edgeId } from './canvas-store.ts';

/**
 * The mouse was pressed on an input that a wire ends at: what is dragged is the end of that wire, as if it had been taken beside the port. A
 * wire that is not drawn leaves the port to begin a new one.
 */
export function takeWire(event: MouseEvent<HTMLElement>, node: string, port: number): void {
  const wire = here().document.edges.find(edge => edge.to === node && (edge.toPort ?? 0) === port);
  if (event.button !== 0 || !wire) return;
  const id = CSS.escape(edgeId(wire));
  const end = document.querySelector(`.react-flow__edge[data-id="${id}"] .react-flow__edgeupdater-target`);
  if (!end) return;
  event.stopPropagation();
  const { clientX, clientY } = event;
  end.dispatchEvent(
    new window.MouseEvent('mousedown', { bubbles: true, cancelable: true, clientX, clientY }),
  );
}
