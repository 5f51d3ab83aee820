import { useState } from 'react';
import type { Parsed } from '../../shared/document/json.ts';

/** What a text control needs to edit a value by way of a draft. */
export interface Draft {
  /** What stands in the field: the typed text, else the value's own. */
  readonly text: string;
  /** Whether something was typed that is not committed yet. */
  readonly isChanged: boolean;
  /** Why the typed text is refused, or why the last one was; null while all is well. */
  readonly error: string | null;
  /** Takes over what was typed so far; nothing is committed yet. */
  type(text: string): void;
  /** Commits the draft. A refused one stays to be mended, or on leaving the field makes way for the old value. */
  commit(how: 'stay' | 'leave'): void;
  /** Drops the draft. */
  reset(): void;
}

interface DraftState {
  readonly text: string | null;
  readonly refused: string | null;
}

const NO_DRAFT: DraftState = { text: null, refused: null };

/**
 * Values edited as text in a row of fields: checked at each key, committed on Enter or on leaving a field. The old value
 * stays until a valid one is committed; the sentence that refuses a value stays until the next key.
 *
 * @param shown the values as text
 * @param parse reads the text of a field or answers why it is refused
 * @param onCommit receives a valid value and the index of its field, only when the text was changed
 */
export function useDrafts<T>(
  shown: readonly string[],
  parse: (text: string, index: number) => Parsed<T>,
  onCommit: (value: T, index: number) => void,
): readonly Draft[] {
  const [states, setStates] = useState<Readonly<Record<number, DraftState>>>({});
  return shown.map((own, index): Draft => {
    const state = states[index] ?? NO_DRAFT;
    const setState = (next: DraftState) => setStates(before => ({ ...before, [index]: next }));
    const parsed = state.text === null ? null : parse(state.text, index);
    return {
      text: state.text ?? own,
      isChanged: state.text !== null,
      error: parsed && !parsed.ok ? parsed.message : state.refused,
      type: text => setState({ text, refused: null }),
      commit(how) {
        if (!parsed) return;
        if (state.text === own) setState(NO_DRAFT);
        else if (parsed.ok) {
          setState(NO_DRAFT);
          onCommit(parsed.value, index);
        } else if (how === 'leave') setState({ text: null, refused: parsed.message });
      },
      reset: () => setState(NO_DRAFT),
    };
  });
}

const NOTHING: Draft = {
  text: '',
  isChanged: false,
  error: null,
  type: () => undefined,
  commit: () => undefined,
  reset: () => undefined,
};

/** {@link useDrafts} for a single field. */
export function useDraft<T>(
  shown: string,
  parse: (text: string) => Parsed<T>,
  onCommit: (value: T) => void,
): Draft {
  return useDrafts([shown], parse, onCommit)[0] ?? NOTHING;
}

/** The first error among fields; null when all are well. */
export function firstError(drafts: readonly Draft[]): string | null {
  return drafts.find(draft => draft.error !== null)?.error ?? null;
}
