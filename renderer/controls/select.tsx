import { ChevronDown } from 'lucide-react';
import { useFieldProps } from './field.tsx';
import styles from './input.module.css';

/** One choice of a {@link Select} or a {@link Segmented} control. */
export interface Option<T extends string> {
  readonly value: T;
  readonly label?: string;
  readonly disabled?: boolean;
}

interface SelectProps<T extends string> {
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  /** The name, where the control stands in no field. */
  readonly label?: string;
  readonly faint?: boolean;
  readonly disabled?: boolean;
}

/** A drop-down list of the system's own kind: quick, and known to every screen reader. */
export function Select<T extends string>({
  value,
  options,
  onChange,
  label,
  faint,
  disabled,
}: SelectProps<T>) {
  const field = useFieldProps();
  const chosen = options.find(option => option.value === value);
  return (
    <div className={styles.selectFrame}>
      <select
        {...field}
        {...(label === undefined ? {} : { 'aria-label': label })}
        className={faint ? `${styles.select} ${styles.faint}` : styles.select}
        title={chosen?.label ?? value}
        value={value}
        disabled={disabled}
        onChange={event => {
          const found = options.find(option => option.value === event.target.value);
          if (found) onChange(found.value);
        }}
      >
        {options.map(option => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label ?? option.value}
          </option>
        ))}
      </select>
      <ChevronDown size={12} className={styles.chevron} aria-hidden="true" />
    </div>
  );
}
