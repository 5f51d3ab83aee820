import { useId } from 'react';
import { useFieldProps } from './field.tsx';
import styles from './segmented.module.css';
import type { Option } from './select.tsx';

interface SegmentedProps<T extends string> {
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  /** The name, where the control stands in no field. */
  readonly label?: string;
  /** Marks a value at its default. */
  readonly faint?: boolean;
  readonly disabled?: boolean;
}

/** One of a few choices, all in sight: a radio group drawn as a strip. Arrow keys move the choice. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const name = useId();
  const field = useFieldProps();
  return (
    <div
      role="radiogroup"
      {...field}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      className={styles.group}
    >
      {props.options.map(option => {
        const isChosen = option.value === props.value;
        const look = isChosen ? `${styles.chosen} ${props.faint ? styles.faint : ''}` : '';
        return (
          <label key={option.value} className={`${styles.option} ${look}`}>
            <input
              type="radio"
              className={styles.radio}
              name={name}
              value={option.value}
              checked={isChosen}
              disabled={props.disabled || option.disabled}
              onChange={() => props.onChange(option.value)}
            />
            {option.label ?? option.value}
          </label>
        );
      })}
    </div>
  );
}
