import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useView } from '../../state/view-store.ts';
import styles from './bottom-panel.module.css';

/** How far an arrow key moves the edge, in pixels. */
const KEY_STEP = 24;

/** The upper edge of the bottom panel: dragged, or moved by the arrow keys. */
export function ResizeGrip() {
  const height = useView(state => state.panels.size.bottom);
  const resizePanel = useView(state => state.resizePanel);
  const start = useRef<{ readonly y: number; readonly height: number } | null>(null);

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { y: event.clientY, height };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) resizePanel('bottom', start.current.height + start.current.y - event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    resizePanel('bottom', height + step);
  };
  return (
    <button
      type="button"
      className={styles.grip}
      aria-label={`Height of the lower panel: ${height} pixels; arrow up and down change it`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onLostPointerCapture={() => {
        start.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
