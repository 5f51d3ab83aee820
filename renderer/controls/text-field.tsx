import type { KeyboardEvent } from 'react';
import type { Draft } from './draft.ts';
import { useFieldProps } from './field.tsx';
import styles from './input.module.css';

interface DraftInputProps {
  readonly draft: Draft;
  /** Marks a value at its default: it is shown faint. */
  readonly faint?: boolean;
  readonly disabled?: boolean;
  readonly placeholder?: string | undefined;
  /** The name, where the control stands in no field or shares one with others. */
  readonly label?: string;
  readonly numeric?: boolean;
  /** Called for the arrow keys up and down with +1 or -1, ten times as much with Shift. */
  readonly onStep?: (steps: number) => void;
}

/** A line of text edited by way of a draft: Enter or leaving commits, Escape takes the old value back. */
export function DraftInput(props: DraftInputProps) {
  const { draft, faint, numeric, label, onStep } = props;
  const field = useFieldProps();
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') draft.commit('stay');
    else if (event.key === 'Escape' && draft.isChanged) {
      // Takes back what was typed; only the next Escape goes to the dialog or the canvas.
      event.stopPropagation();
      draft.reset();
    } else if (onStep && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onStep((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1));
    }
  };
  const className = [styles.input, faint && styles.faint, numeric && styles.number].filter(Boolean).join(' ');
  return (
    <input
      {...field}
      {...(label === undefined ? {} : { 'aria-label': label, 'aria-labelledby': undefined })}
      {...(draft.error === null ? {} : { 'aria-invalid': true })}
      className={className}
      type="text"
      inputMode={numeric ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      value={draft.text}
      placeholder={props.placeholder}
      disabled={props.disabled}
      onChange={event => draft.type(event.target.value)}
      onBlur={() => draft.commit('leave')}
      onKeyDown={onKeyDown}
    />
  );
}

interface TextInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly type?: 'text' | 'search';
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** A plain line of text whose every key counts at once: searches, dialogs. */
export function TextInput({ value, onChange, label, autoFocus, ...rest }: TextInputProps) {
  const field = useFieldProps();
  return (
    <input
      {...field}
      {...(label === undefined ? {} : { 'aria-label': label })}
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      ref={element => {
        if (autoFocus && element && !element.dataset.focused) {
          element.dataset.focused = 'yes';
          element.focus();
        }
      }}
      className={styles.input}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  );
}

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows: number;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly onFocus?: () => void;
}

/** A plain text of several lines whose every key counts at once. */
export function TextArea({ label, onChange, ...rest }: TextAreaProps) {
  return (
    <textarea
      {...rest}
      aria-label={label}
      className={styles.area}
      onChange={event => onChange(event.target.value)}
    />
  );
}
