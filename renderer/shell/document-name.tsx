import { useEffect, useRef, useState } from 'react';
import { useEditor } from '../state/editor-store.ts';
import styles from './document-name.module.css';

/** The document's name (a click changes it), whether it has unsaved changes, and its folder. */
export function DocumentName() {
  const name = useEditor(state => state.document.name);
  const path = useEditor(state => state.path);
  const isDirty = useEditor(state => state.isDirty);
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      {isEditing ? (
        <NameInput name={name} onDone={() => setEditing(false)} />
      ) : (
        <button
          type="button"
          className={styles.name}
          title="Change the name"
          onClick={() => setEditing(true)}
        >
          {name}
        </button>
      )}
      {isDirty && (
        <span className={styles.dirty} role="img" aria-label="Unsaved changes" title="Unsaved changes" />
      )}
      <span className={styles.folder} title={path ?? undefined}>
        {path === null ? 'not saved yet' : folderOf(path)}
      </span>
    </>
  );
}

/** The last two folders of a path. */
function folderOf(path: string): string {
  const parts = path.split(/[\\/]/).slice(0, -1).filter(Boolean);
  return parts.slice(-2).join(' / ');
}

function NameInput({ name, onDone }: { name: string; onDone: () => void }) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const finish = (keep: boolean) => {
    onDone();
    const wished = text.trim();
    if (keep && wished !== '' && wished !== name)
      useEditor.getState().edit(`Name the network ${wished}`, [{ kind: 'setName', name: wished }]);
  };
  return (
    <input
      ref={field}
      className={styles.field}
      aria-label="Name of the network"
      value={text}
      maxLength={200}
      onChange={event => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={event => {
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') finish(false);
      }}
    />
  );
}
