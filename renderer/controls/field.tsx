import { createContext, type ReactNode, useContext, useId } from 'react';
import styles from './field.module.css';

interface FieldContext {
  readonly labelId: string;
  readonly errorId: string;
  readonly invalid: boolean;
}

const Context = createContext<FieldContext | null>(null);

/** The accessibility attributes of the control inside a {@link Field}: its name, its error sentence, its validity. */
export function useFieldProps(): {
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
} {
  const field = useContext(Context);
  if (!field) return {};
  return field.invalid
    ? { 'aria-labelledby': field.labelId, 'aria-describedby': field.errorId, 'aria-invalid': true }
    : { 'aria-labelledby': field.labelId };
}

interface FieldProps {
  readonly label: string;
  /** The tooltip of the label. */
  readonly title?: string | undefined;
  /** Why the typed value is refused; null when it is not. */
  readonly error?: string | null;
  readonly hint?: string | undefined;
  /** The label above the control instead of left of it. */
  readonly stacked?: boolean;
  /** For controls of several lines: the label stands beside the first. */
  readonly tall?: boolean;
  /** A small button behind the label, e.g. to go back to the default. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A labelled control; the sentence that refuses a value stands right below it. */
export function Field({ label, title, error = null, hint, stacked, tall, action, children }: FieldProps) {
  const id = useId();
  const labelId = `${id}label`;
  const errorId = `${id}error`;
  const className = [styles.field, stacked && styles.stacked, tall && styles.top].filter(Boolean).join(' ');
  return (
    <div className={className}>
      <div className={styles.head}>
        <span id={labelId} className={styles.label} title={title ?? label}>
          {label}
        </span>
        {action}
      </div>
      <div className={styles.control}>
        <Context.Provider value={{ labelId, errorId, invalid: error !== null }}>{children}</Context.Provider>
      </div>
      {error !== null && (
        <div id={errorId} role="alert" className={styles.error}>
          {error}
        </div>
      )}
      {error === null && hint && <div className={styles.hint}>{hint}</div>}
    </div>
  );
}
