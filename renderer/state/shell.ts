import type { Shell } from '../../shared/contract/shell.ts';

declare global {
  interface Window {
    /** Set by the desktop's preload; absent in a browser. */
    readonly netloomShell?: Shell;
  }
}

/** The desktop's shell; undefined where the window is served to a browser. */
export function windowShell(): Shell | undefined {
  return window.netloomShell;
}
