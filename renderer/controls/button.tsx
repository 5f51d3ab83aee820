import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './button.module.css';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  /** `primary` is the one main action of a view or dialog; `link` looks like a hyperlink. */
  readonly variant?: 'normal' | 'primary' | 'quiet' | 'danger' | 'link';
  readonly size?: 'normal' | 'small';
  readonly icon?: LucideIcon;
  /** An icon behind the words, e.g. the arrow of a menu. */
  readonly trailingIcon?: LucideIcon;
}

/** A push button with words, and an icon where it helps. */
export function Button({
  variant = 'normal',
  size = 'normal',
  icon: Icon,
  trailingIcon: TrailingIcon,
  children,
  ...rest
}: ButtonProps) {
  const look = variant === 'link' ? styles.link : `${styles.button} ${styles[variant] ?? ''}`;
  return (
    <button type="button" {...rest} className={size === 'small' ? `${look} ${styles.small}` : look}>
      {Icon && <Icon size={14} aria-hidden="true" />}
      <span>{children}</span>
      {TrailingIcon && <TrailingIcon size={13} aria-hidden="true" />}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'children' | 'aria-label'> {
  /** The button's name for screen readers and its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
}

/** A button that shows an icon only. */
export function IconButton({ label, icon: Icon, title = label, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} title={title} aria-label={label} className={styles.iconButton}>
      <Icon size={15} aria-hidden="true" />
    </button>
  );
}
