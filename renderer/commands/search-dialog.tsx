import { Command as Search } from 'cmdk';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './search-dialog.module.css';

/** A search field with a list below it, in the upper middle of the window. */
export function SearchDialog({
  title,
  placeholder,
  none,
  onClose,
  children,
}: {
  title: string;
  placeholder: string;
  /** What the list says when nothing is found. */
  none: string;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <Dialog.Title className={styles.title}>{title}</Dialog.Title>
          <Search label={title} loop>
            <Search.Input autoFocus className={styles.input} placeholder={placeholder} />
            <Search.List className={styles.list}>
              <Search.Empty className={styles.none}>{none}</Search.Empty>
              {children}
            </Search.List>
          </Search>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
