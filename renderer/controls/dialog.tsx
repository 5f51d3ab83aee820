import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
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
  /** Where the focus begins: at the main button, which Enter then presses, or at the first control of the content. */
  readonly begin?: 'main' | 'content';
  readonly children: ReactNode;
}

/** What takes the focus in the content; of a group of radio buttons the chosen one. */
const CONTROLS = 'input[type="radio"]:checked, input:not([type="radio"]), select, textarea, button';

/** A window over the window; focus stays within until it is closed, then goes back. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, width = 520, height, flush, footer, begin, children } = props;
  const body = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const takeFocus = (event: Event) => {
    before.current = document.activeElement;
    const [all, place] =
      begin === 'content' ? [CONTROLS, body.current] : [':scope > button:last-of-type', foot.current];
    const control = begin && place?.querySelector<HTMLElement>(all);
    if (!control) return;
    event.preventDefault();
    control.focus();
  };
  // Radix gives the focus back to a trigger alone, and there is none: commands open dialogs.
  const giveFocusBack = (event: Event) => {
    event.preventDefault();
    // Radix asks a moment later: who has gone on typing elsewhere meanwhile keeps the focus there.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const last = before.current;
    const isThere = last instanceof HTMLElement && last !== document.body && last.isConnected;
    (isThere ? last : document.querySelector<HTMLElement>('[data-canvas]'))?.focus();
  };
  return (
    <RadixDialog.Root open={open} onOpenChange={isOpen => (isOpen ? undefined : onClose())}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={styles.overlay} />
        <RadixDialog.Content
          className={styles.dialog}
          style={{ width, ...(height === undefined ? {} : { height }) }}
          onOpenAutoFocus={takeFocus}
          onCloseAutoFocus={giveFocusBack}
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
          <div ref={body} className={flush ? `${styles.body} ${styles.flush}` : styles.body}>
            {children}
          </div>
          {footer !== undefined && (
            <div ref={foot} className={styles.foot}>
              {footer}
            </div>
          )}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
