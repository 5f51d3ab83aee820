import { useRef, useState } from 'react';
import { LongName } from '../../controls/index.ts';
import styles from './inspector.module.css';

interface NameFieldProps {
  readonly name: string;
  /** What is named, for screen readers: `layer`, `network`. */
  readonly what: string;
  /** Why a name cannot be used; null when it can. */
  readonly problem: (wish: string) => string | null;
  readonly onRename: (name: string) => void;
  /** Receives the sentence that refuses the typed name; null when it is fine. */
  readonly onRefusal: (sentence: string | null) => void;
}

/** A name that a click turns into a field. Enter or leaving renames, Escape and a refused name keep the old one. */
export function NameField({ name, what, problem, onRename, onRefusal }: NameFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const closing = useRef(false);

  const finish = (keep: boolean) => {
    if (draft === null || closing.current) return;
    const wish = draft.trim();
    const refusal = keep ? problem(wish) : null;
    onRefusal(refusal);
    closing.current = true;
    setDraft(null);
    if (keep && refusal === null && wish !== name) onRename(wish);
  };

  if (draft === null)
    return (
      <button
        type="button"
        className={styles.nameButton}
        title={`${name}: click to rename`}
        aria-label={`Rename ${what} ${name}`}
        onClick={() => {
          closing.current = false;
          setDraft(name);
        }}
      >
        <LongName name={name} />
      </button>
    );
  return (
    <input
      className={styles.nameInput}
      aria-label={`Name of the ${what}`}
      aria-invalid={problem(draft.trim()) !== null}
      spellCheck={false}
      autoComplete="off"
      value={draft}
      ref={element => {
        if (!element || element.dataset.ready) return;
        element.dataset.ready = 'yes';
        element.focus();
        element.select();
      }}
      onChange={event => {
        setDraft(event.target.value);
        onRefusal(problem(event.target.value.trim()));
      }}
      onBlur={() => finish(true)}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          const refusal = problem(draft.trim());
          onRefusal(refusal);
          if (refusal === null) finish(true);
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          finish(false);
        }
      }}
    />
  );
}
