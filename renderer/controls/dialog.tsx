import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

interface DialogProps {
  readonly open: boolean;
  /** Called when Escape, the close button or a click outside closes the dialog. */
  readonly onClose: () => void;
  readonly title: string;
  /** A sentence below the title. */
  readonly description?: string;
  /** Width in pixels; narrower windows shrink it. */
  readonly width?: number;
  /** Height in pixels; left out: as high as its content. */
  readonly height?: number;
  /** Without a margin around the content. */
  readonly flush?: boolean;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A window over the window; focus stays within until it is closed, then goes back. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, width = 520, height, flush, footer, children } = props;
  return (
    <RadixDialog.Root open={open} onOpenChange={isOpen => (isOpen ? undefined : onClose())}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={styles.overlay} />
        <RadixDialog.Content
          className={styles.dialog}
          style={{ width, ...(height === undefined ? {} : { height }) }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className={styles.head}>
            <div>
              <RadixDialog.Title className={styles.title}>{title}</RadixDialog.Title>
              {description !== undefined && (
                <RadixDialog.Description className={styles.description}>
                  {description}
                </RadixDialog.Description>
              )}
            </div>
            <IconButton label="Close" icon={X} onClick={onClose} />
          </div>
          <div className={flush ? `${styles.body} ${styles.flush}` : styles.body}>{children}</div>
          {footer !== undefined && <div className={styles.foot}>{footer}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
