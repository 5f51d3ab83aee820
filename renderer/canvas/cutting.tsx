import { type PointerEvent, type RefObject, useEffect } from 'react';
import type { Point } from '../../shared/document/schema.ts';
import { wiresUnder } from '../../shared/layout/cut.ts';
import { here } from '../state/here.ts';
import { drawnWires, useCanvas } from './canvas-store.ts';
import styles from './cutting.module.css';
import { toCanvas } from './viewport.ts';

/** Points closer than this are left out of the line, in pixels of the window. */
const LEAST_STEP = 4;

/** Alt and the mouse beside the layers draw a line that cuts wires: begins it, and keeps the canvas from being moved. */
export function beginCut(event: PointerEvent<HTMLElement>): void {
  if (!event.altKey || event.button !== 0 || !(event.target instanceof Element)) return;
  const isOpen = event.target.classList.contains('react-flow__pane');
  if (!isOpen && !event.target.closest('.react-flow__edge')) return;
  // Without the mouse events that would follow, React Flow does not move the canvas.
  event.preventDefault();
  event.stopPropagation();
  event.currentTarget.setPointerCapture(event.pointerId);
  event.currentTarget.focus();
  useCanvas.setState({ cut: { line: [[event.clientX, event.clientY]], wires: new Set() } });
}

/** The line goes on to where the pointer is. */
export function leadCut(event: PointerEvent): void {
  const { cut } = useCanvas.getState();
  const last = cut?.line[cut.line.length - 1];
  if (!cut || !last) return;
  const point: Point = [event.clientX, event.clientY];
  if (Math.hypot(point[0] - last[0], point[1] - last[1]) < LEAST_STEP) return;
  const ways = [...drawnWires.current].map(([id, { way }]) => [id, way] as const);
  const under = wiresUnder([toCanvas(last), toCanvas(point)], ways);
  const wires = under.every(id => cut.wires.has(id)) ? cut.wires : new Set([...cut.wires, ...under]);
  useCanvas.setState({ cut: { line: [...cut.line, point], wires } });
}

/** Takes away the wires that the line crossed, as one step. */
export function endCut(): void {
  const { cut } = useCanvas.getState();
  if (!cut) return;
  useCanvas.setState({ cut: null });
  const edges = [...cut.wires].flatMap(id => drawnWires.current.get(id)?.edge ?? []);
  if (edges.length === 0) return;
  here().edit(
    edges.length === 1 ? 'Cut a wire' : `Cut ${edges.length} wires`,
    edges.map(edge => ({ kind: 'disconnect', edge })),
  );
}

/** The line that cuts wires while it is drawn; Escape gives it up. */
export function CutLine({ canvas }: { readonly canvas: RefObject<HTMLElement | null> }) {
  const cut = useCanvas(state => state.cut);
  const isCutting = cut !== null;
  useEffect(() => {
    if (!isCutting) return;
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      useCanvas.setState({ cut: null });
    };
    window.addEventListener('keydown', giveUp, true);
    return () => window.removeEventListener('keydown', giveUp, true);
  }, [isCutting]);
  const corner = canvas.current?.getBoundingClientRect();
  if (!cut || !corner) return null;
  return (
    <svg className={styles.place} aria-hidden="true">
      <polyline
        className={styles.line}
        points={cut.line.map(([x, y]) => `${x - corner.left},${y - corner.top}`).join(' ')}
      />
    </svg>
  );
}
