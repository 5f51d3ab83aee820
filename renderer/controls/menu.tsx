import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './floating.module.css';

/** An entry of a {@link Menu}; `separator` draws a line. */
export type MenuItem =
  | 'separator'
  | {
      readonly id: string;
      readonly label: string;
      /** As the user reads it: `Ctrl+S`. */
      readonly shortcut?: string;
      readonly disabled?: boolean;
      readonly onSelect: () => void;
    };

interface MenuProps {
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  /** The button that opens the menu. */
  readonly children: ReactNode;
}

/** A menu below its button, by mouse and by keyboard. */
export function Menu({ items, align = 'start', children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          <Items items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuAtProps {
  readonly items: readonly MenuItem[];
  /** What a screen reader calls it. */
  readonly label: string;
  /** Its corner, in window pixels. */
  readonly place: readonly [number, number];
  /** Called when an entry was chosen, Escape pressed or something else clicked. */
  readonly onClose: () => void;
}

/** A menu at the mouse. */
export function MenuAt({ items, label, place: [left, top], onClose }: MenuAtProps) {
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={isOpen => (isOpen ? undefined : onClose())}>
      <DropdownMenu.Trigger asChild>
        <span className={styles.place} style={{ left, top }} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          aria-label={label}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          onCloseAutoFocus={event => event.preventDefault()}
        >
          <Items items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Items({ items }: { readonly items: readonly MenuItem[] }) {
  return items.map((item, index) =>
    item === 'separator' ? (
      <DropdownMenu.Separator
        key={`separator before ${nameAt(items, index + 1)}`}
        className={styles.separator}
      />
    ) : (
      <DropdownMenu.Item
        key={item.id}
        className={styles.item}
        disabled={item.disabled ?? false}
        onSelect={item.onSelect}
      >
        {item.label}
        {item.shortcut && <span className={styles.shortcut}>{item.shortcut}</span>}
      </DropdownMenu.Item>
    ),
  );
}

function nameAt(items: readonly MenuItem[], index: number): string {
  const item = items[index];
  return item === undefined || item === 'separator' ? 'end' : item.id;
}
