import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo, useEffect, useRef, useState } from 'react';
import { here } from '../state/here.ts';
import { useCanvas } from './canvas-store.ts';
import type { NoteFlowNode } from './flow-types.ts';
import styles from './note-node.module.css';

/** A free text on the canvas. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<NoteFlowNode>) {
  const isEditing = useCanvas(state => state.editing === id);
  return (
    <div className={selected ? `${styles.note} ${styles.selected}` : styles.note}>
      <NodeResizer isVisible={selected} minWidth={90} minHeight={40} lineClassName={styles.resize ?? ''} />
      {isEditing ? (
        <TextField id={id} text={data.note.text} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={styles.text}
          onDoubleClick={() => useCanvas.setState({ editing: id })}
        >
          {data.note.text || 'Double-click to write'}
        </button>
      )}
    </div>
  );
});

function TextField({ id, text: before }: { id: string; text: string }) {
  const [text, setText] = useState(before);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const finish = (keep: boolean) => {
    useCanvas.setState({ editing: null });
    if (!keep || text === before) return;
    const { document, edit } = here();
    const notes = (document.notes ?? []).map((note, i) => (id === `note:${i}` ? { ...note, text } : note));
    edit('Write note', [{ kind: 'setNotes', notes }]);
  };
  return (
    <textarea
      ref={field}
      className={`nodrag nopan nowheel ${styles.field}`}
      aria-label="Text of the note"
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={event => {
        if (event.key === 'Escape') finish(false);
        event.stopPropagation();
      }}
    />
  );
}
