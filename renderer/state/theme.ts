import { preferencesKnown } from './preferences.ts';
import { useView } from './view-store.ts';

/**
 * Keeps `<html data-theme="light|dark">` at the chosen theme, or the system's. The colours are chosen by that attribute
 * alone (theme/tokens.css).
 */
export function startTheme(): void {
  // A page that was served in the user's colours keeps them until it knows whether the system is to choose.
  const { theme: given } = document.documentElement.dataset;
  let areKnown = given === undefined;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = useView.getState();
    if (theme === 'system' && !areKnown) return;
    document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  system.addEventListener('change', apply);
  useView.subscribe(apply);
  void preferencesKnown.then(() => {
    areKnown = true;
    apply();
  });
  apply();
}
