import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { type PanelName, useView } from '../state/view-store.ts';
import styles from './splitter.module.css';

/** Names and directions; `grows` is the direction of the pointer that enlarges the panel. */
const PANELS = {
  palette: { title: 'Width of the palette', axis: 'x', grows: 1 },
  inspector: { title: 'Width of the inspector', axis: 'x', grows: -1 },
  bottom: { title: 'Height of the lower panel', axis: 'y', grows: -1 },
} as const;

/** The line between a panel and the canvas: drag it, or move it by arrow keys; a double-click folds the panel. */
export function Splitter({ panel }: { panel: PanelName }) {
  const size = useView(state => state.panels.size[panel]);
  const start = useRef<{ at: number; size: number } | null>(null);
  const { title, axis, grows } = PANELS[panel];
  const at = (event: PointerEvent) => (axis === 'x' ? event.clientX : event.clientY);
  const onKeyDown = (event: KeyboardEvent) => {
    const more = axis === 'x' ? (grows > 0 ? 'ArrowRight' : 'ArrowLeft') : 'ArrowUp';
    const less = axis === 'x' ? (grows > 0 ? 'ArrowLeft' : 'ArrowRight') : 'ArrowDown';
    if (event.key !== more && event.key !== less) return;
    event.preventDefault();
    useView.getState().resizePanel(panel, size + (event.key === more ? 16 : -16));
  };
  return (
    <hr
      className={axis === 'x' ? styles.vertical : styles.horizontal}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-label={title}
      aria-valuenow={size}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => useView.getState().foldPanel(panel, true)}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: at(event), size };
      }}
      onPointerMove={event => {
        const begun = start.current;
        if (begun) useView.getState().resizePanel(panel, begun.size + (at(event) - begun.at) * grows);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
    />
  );
}
