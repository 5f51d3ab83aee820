import { type NodeProps, NodeResizer, ViewportPortal } from '@xyflow/react';
import { memo, useEffect, useRef, useState } from 'react';
import { here } from '../state/here.ts';
import { useCanvas } from './canvas-store.ts';
import type { FrameFlowNode } from './flow-types.ts';
import styles from './frame-node.module.css';

/** A titled rectangle behind layers; what stands in it moves along. */
export const FrameNode = memo(function FrameNode({
  id,
  data,
  selected,
  positionAbsoluteX: x,
  positionAbsoluteY: y,
  width = 0,
  height = 0,
}: NodeProps<FrameFlowNode>) {
  const isEditing = useCanvas(state => state.editing === id);
  return (
    <div className={selected ? `${styles.frame} ${styles.selected}` : styles.frame}>
      <ViewportPortal>
        <div className={styles.ground} style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />
      </ViewportPortal>
      {selected && (
        // Beside the frame, which is behind the wires: a wire over a corner would take the pointer.
        <ViewportPortal>
          <div className={styles.grips} style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
            <NodeResizer nodeId={id} minWidth={120} minHeight={60} lineClassName={styles.resize ?? ''} />
          </div>
        </ViewportPortal>
      )}
      {isEditing ? (
        <TitleField id={id} title={data.frame.title} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={`frame-drag ${styles.title}`}
          onDoubleClick={() => useCanvas.setState({ editing: id })}
        >
          <span className={styles.text}>{data.frame.title || 'Frame'}</span>
        </button>
      )}
    </div>
  );
});

function TitleField({ id, title }: { id: string; title: string }) {
  const [text, setText] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (keep: boolean) => {
    useCanvas.setState({ editing: null });
    if (!keep || text === title) return;
    const { document, edit } = here();
    const frames = (document.frames ?? []).map((frame, i) =>
      id === `frame:${i}` ? { ...frame, title: text } : frame,
    );
    edit('Rename frame', [{ kind: 'setFrames', frames }]);
  };
  return (
    <input
      ref={field}
      className={`nodrag nopan ${styles.field}`}
      aria-label="Title of the frame"
      value={text}
      maxLength={1000}
      onChange={event => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={event => {
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') finish(false);
        event.stopPropagation();
      }}
    />
  );
}
