import { create } from 'zustand';

/** A sentence shown for some seconds at the lower edge of the window. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'info' | 'error';
}

interface NoticeState {
  readonly notices: readonly Notice[];
}

/** The notices that are on the screen. */
export const useNotices = create<NoticeState>()(() => ({ notices: [] }));

let next = 1;

/**
 * Shows a sentence for some seconds; an error stays longer.
 *
 * @param text one sentence
 * @param kind how it is coloured
 */
export function tell(text: string, kind: Notice['kind'] = 'info'): void {
  const notice = { id: next++, text, kind };
  useNotices.setState(state => ({
    notices: [...state.notices.filter(other => other.text !== text), notice].slice(-3),
  }));
  setTimeout(() => dismiss(notice.id), kind === 'error' ? 9000 : 4000);
}

/** Takes a notice off the screen. */
export function dismiss(id: number): void {
  useNotices.setState(state => ({ notices: state.notices.filter(notice => notice.id !== id) }));
}
