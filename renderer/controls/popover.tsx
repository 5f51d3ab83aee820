import { Popover as RadixPopover } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import styles from './floating.module.css';

interface PopoverProps {
  /** The name of the popover for screen readers. */
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactNode;
  /** What the popover stands beside; left out: the button. */
  readonly anchor?: RefObject<HTMLElement>;
  readonly side?: 'left' | 'right' | 'top' | 'bottom';
  /** As narrow as its content, instead of as wide as a text wants it. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** A small window beside its button; Escape or a click elsewhere closes it. */
export function Popover({ label, trigger, anchor, side = 'left', narrow, children }: PopoverProps) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      {anchor && <RadixPopover.Anchor virtualRef={anchor} />}
      <RadixPopover.Portal>
        <RadixPopover.Content
          className={narrow ? `${styles.popover} ${styles.narrow}` : styles.popover}
          aria-label={label}
          side={side}
          align="start"
          sideOffset={8}
          collisionPadding={12}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
