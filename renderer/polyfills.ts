// What Chromium 83 (Electron 9) lacks of what the window and the shared code call. Imported first, once.
import 'core-js/actual/structured-clone';
import 'core-js/actual/object/has-own';
import 'core-js/actual/array/at';
import 'core-js/actual/array/find-last';
import 'core-js/actual/array/find-last-index';
import 'core-js/actual/array/to-sorted';
import 'core-js/actual/array/to-reversed';
import 'core-js/actual/array/to-spliced';
import 'core-js/actual/array/with';
import 'core-js/actual/string/at';
import 'core-js/actual/string/replace-all';
import 'core-js/actual/typed-array/at';
import 'core-js/actual/promise/any';
import 'core-js/actual/promise/with-resolvers';

/** Older engines throw on `matches(':focus-visible')`, which React Flow asks: there every focus is visible. */
function patchFocusVisible(): void {
  try {
    document.documentElement.matches(':focus-visible');
  } catch {
    const matches = Element.prototype.matches;
    Object.defineProperty(Element.prototype, 'matches', {
      value(this: Element, selector: string): boolean {
        return matches.call(this, selector.replace(/:focus-visible/g, ':focus'));
      },
    });
  }
}
patchFocusVisible();
