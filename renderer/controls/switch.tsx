import { Switch as RadixSwitch } from 'radix-ui';
import { useFieldProps } from './field.tsx';
import styles from './switch.module.css';

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** The name, where the control stands in no field. */
  readonly label?: string;
  /** Words to the right that say what the present state means. */
  readonly text?: string;
  readonly faint?: boolean;
  readonly disabled?: boolean;
}

/** On or off, at once. */
export function Switch({ checked, onChange, label, text, faint, disabled }: SwitchProps) {
  const field = useFieldProps();
  return (
    <span className={styles.row}>
      <RadixSwitch.Root
        {...field}
        {...(label === undefined ? {} : { 'aria-label': label })}
        className={faint ? `${styles.track} ${styles.faint}` : styles.track}
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={onChange}
      >
        <RadixSwitch.Thumb className={styles.thumb} />
      </RadixSwitch.Root>
      {text && <span className={styles.text}>{text}</span>}
    </span>
  );
}
