import { useEffect, useRef, useState } from 'react';
import { nameProblem } from '../../shared/document/operations.ts';
import { here, useHere } from '../state/here.ts';
import { useCanvas } from './canvas-store.ts';
import styles from './name-field.module.css';

/** A layer's name while it is being changed on the canvas: Enter keeps it, Escape does not. */
export function NameField({ name }: { name: string }) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const problem = useHere(state => nameProblem(state.document, name, text));
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (keep: boolean) => {
    useCanvas.setState({ editing: null });
    if (!keep || problem !== null || text === name) return;
    here().edit(`Rename ${name} to ${text}`, [{ kind: 'renameNode', name, newName: text }], {
      select: [text],
    });
  };
  return (
    <span className={styles.place}>
      <input
        ref={field}
        className={`nodrag nopan ${styles.field}`}
        aria-label={`New name of ${name}`}
        aria-invalid={problem !== null}
        value={text}
        onChange={event => setText(event.target.value)}
        onBlur={() => finish(true)}
        onKeyDown={event => {
          if (event.key === 'Enter' && problem === null) finish(true);
          if (event.key === 'Escape') finish(false);
          event.stopPropagation();
        }}
      />
      {problem !== null && <span className={styles.problem}>{problem}</span>}
    </span>
  );
}
