import { useView } from '../../state/view-store.ts';

/** What holds a value; the button that takes one back to its default stands before it. */
const FIELDS = 'input, select, textarea, [role="radio"], [role="switch"]';

/** Takes the focus to the first parameter of what is selected, its text marked to be typed over; without parameters to the inspector's head. */
export function focusParameters(): void {
  useView.getState().foldPanel('inspector', false);
  requestAnimationFrame(() => {
    const inspector = document.querySelector('[data-inspector]');
    const first =
      inspector?.querySelector('[data-parameters]')?.querySelector<HTMLElement>(FIELDS) ??
      inspector?.querySelector<HTMLElement>(`${FIELDS}, button`);
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
  });
}
