import { useView } from './view-store.ts';

/**
 * Keeps `<html data-theme="light|dark">` at the chosen theme, or the system's. The colours are chosen by that attribute
 * alone (theme/tokens.css).
 */
export function startTheme(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = useView.getState();
    document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  system.addEventListener('change', apply);
  useView.subscribe(apply);
  apply();
}
