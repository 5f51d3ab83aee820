import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ALL_COMMANDS } from '../../commands/all-commands.ts';
import { type Command, formatKeys } from '../../commands/command.ts';
import { useKeys } from '../../commands/key-store.ts';
import {
  holderOf,
  holdersOfDefaults,
  type OwnKeys,
  withDefaults,
  withKeys,
} from '../../commands/own-keys.ts';
import { refusalOfKeys } from '../../commands/refused-keys.ts';
import { isMacKeyboard, keysOf, sameStroke, strokeOf, strokePressed } from '../../commands/stroke.ts';
import { windowShell } from '../../state/shell.ts';

/** Where a change of keys stands: keys are awaited, or the user decides who has them. */
export type KeyStep =
  | {
      readonly kind: 'press';
      readonly command: Command;
      /** Which of its keys. */
      readonly index: number;
      /** Why the keys pressed last cannot be had; null before. */
      readonly refusal: string | null;
    }
  | {
      readonly kind: 'clash';
      /** Whose keys they are now. */
      readonly question: string;
      /** The element that the change was begun at. */
      readonly begunAt: string;
      /** What holds if they are taken over. */
      readonly next: OwnKeys;
    };

/** Changes keys, one at a time. */
export interface KeyEditor {
  /** Null while none is changed. */
  readonly step: KeyStep | null;
  /** The keys that the awaited ones replace; null where there are none. */
  readonly recordedKeys: string | null;
  isRecording(id: string, index: number): boolean;
  /** Awaits new keys for a command. */
  record(command: Command, index: number): void;
  /** Leaves everything as it is. */
  cancel(): void;
  /** The command is left without the keys that are being changed. */
  takeAway(): void;
  /** Takes the keys from the command that has them. */
  takeOver(): void;
  reset(command: Command): void;
  resetAll(): void;
}

/** The element's id of a command's key in the list. */
export function keyButtonId(id: string, index: number): string {
  return `keys-of-${id}-${index}`;
}

/**
 * Listens for new keys while they are awaited, and asks before it takes them from another command.
 *
 * @param foot where buttons stand that keep their own keys meanwhile
 */
export function useKeyEditor(foot: RefObject<HTMLElement | null>): KeyEditor {
  const [step, setStep] = useState<KeyStep | null>(null);
  // With the very commit that ends a change: the next key pressed would be lost between the two.
  const toFocus = useRef<string | null>(null);
  const cancel = useCallback(() => {
    if (step)
      toFocus.current = step.kind === 'press' ? keyButtonId(step.command.id, step.index) : step.begunAt;
    setStep(null);
  }, [step]);
  useLayoutEffect(() => {
    if (step || toFocus.current === null) return;
    document.getElementById(toFocus.current)?.focus();
    toFocus.current = null;
  }, [step]);

  useEffect(() => {
    if (!step) return;
    const isInFoot = ({ target }: Event) => target instanceof Node && foot.current?.contains(target) === true;
    const onKey = (event: KeyboardEvent) => {
      const isEscape = event.key === 'Escape';
      if (!isEscape && (step.kind === 'clash' || isInFoot(event))) return;
      // Neither the dialog nor any command may hear it.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) return;
      if (isEscape) cancel();
      else if (event.key === 'Tab') foot.current?.querySelector<HTMLElement>('button:enabled')?.focus();
      else if (step.kind === 'press') setStep(afterPress(step, event));
    };
    const onPointer = (event: Event) => {
      if (!isInFoot(event)) setStep(null);
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('pointerdown', onPointer, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('pointerdown', onPointer, true);
    };
  }, [step, foot, cancel]);

  return {
    step,
    recordedKeys: step?.kind === 'press' ? (keysAt(step.command.id, step.index) ?? null) : null,
    isRecording: (id, index) => step?.kind === 'press' && step.command.id === id && step.index === index,
    record: (command, index) => setStep({ kind: 'press', command, index, refusal: null }),
    cancel,
    takeAway() {
      if (step?.kind !== 'press') return;
      const { own, setOwn } = useKeys.getState();
      setOwn(withKeys(ALL_COMMANDS, own, step.command.id, step.index, null));
      cancel();
    },
    takeOver() {
      if (step?.kind !== 'clash') return;
      useKeys.getState().setOwn(step.next);
      cancel();
    },
    reset: command => setStep(afterReset(command)),
    resetAll: () => useKeys.getState().setOwn({}),
  };
}

function keysAt(id: string, index: number): string | undefined {
  return useKeys.getState().inUse.get(id)?.[index];
}

/** What comes of a key event: keys are set, refused, asked about, or still awaited. */
function afterPress(step: KeyStep & { readonly kind: 'press' }, event: KeyboardEvent): KeyStep | null {
  const isMac = isMacKeyboard();
  const stroke = strokePressed(event, isMac);
  if (!stroke) return step;
  const held = isMac ? event.ctrlKey : event.metaKey;
  const { command, index } = step;
  const place = { isDesktop: windowShell() !== undefined, isMac };
  const refusal = refusalOfKeys(stroke, held, place, command.scope);
  if (refusal !== null) return { ...step, refusal };
  const { own, setOwn } = useKeys.getState();
  const before = keysAt(command.id, index);
  if (before !== undefined && sameStroke(strokeOf(before), stroke)) return null;
  const keys = keysOf(stroke);
  const holder = holderOf(ALL_COMMANDS, own, keys, command.id);
  const next = withKeys(ALL_COMMANDS, own, command.id, index, keys);
  if (holder)
    return {
      kind: 'clash',
      question: `${formatKeys(keys)} runs "${holder.title}". Take it over for "${command.title}"?`,
      begunAt: keyButtonId(command.id, index),
      next,
    };
  setOwn(next);
  return null;
}

/** Gives a command its default keys back; asks where the user gave one of them to another. */
function afterReset(command: Command): KeyStep | null {
  const { own, setOwn } = useKeys.getState();
  const next = withDefaults(ALL_COMMANDS, own, command.id);
  const holders = holdersOfDefaults(ALL_COMMANDS, own, command.id);
  if (holders.length === 0) {
    setOwn(next);
    return null;
  }
  const whose = holders.map(({ title }) => `"${title}"`).join(' and ');
  const keys = (command.keys ?? []).map(formatKeys).join(', ');
  return {
    kind: 'clash',
    question: `${keys} would be taken from ${whose}. Reset "${command.title}"?`,
    begunAt: keyButtonId(command.id, 0),
    next,
  };
}
