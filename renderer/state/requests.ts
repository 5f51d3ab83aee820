import { create } from 'zustand';
import { windowShell } from './shell.ts';
import { useView } from './view-store.ts';

/** A file that the user is to choose; `kind` is an extension without the dot. */
export interface FileRequest {
  readonly mode: 'open' | 'save';
  readonly title: string;
  readonly kinds: readonly string[];
  readonly suggestedName: string;
}

/** A question with its answers; the first is the safe one that Escape gives. */
export interface ConfirmRequest {
  readonly title: string;
  readonly text: string;
  readonly choices: readonly {
    readonly id: string;
    readonly label: string;
    readonly tone?: 'primary' | 'danger';
  }[];
}

interface RequestState {
  readonly file: FileRequest | null;
  readonly confirm: ConfirmRequest | null;
}

/** What the file dialog and the question dialog show. */
export const useRequests = create<RequestState>()(() => ({ file: null, confirm: null }));

let resolveFile: ((path: string | null) => void) | null = null;
let resolveConfirm: ((choice: string) => void) | null = null;

/**
 * Lets the user choose a file: the system's dialog on the desktop, ours where the window is served.
 *
 * @returns the path as the service understands it; null when cancelled
 */
export async function chooseFile(request: FileRequest): Promise<string | null> {
  const shell = windowShell();
  if (shell)
    return request.mode === 'open'
      ? shell.showOpenDialog()
      : shell.showSaveDialog({ suggestedName: request.suggestedName, kind: request.kinds[0] ?? 'netloom' });
  answerFile(null);
  return new Promise(resolve => {
    resolveFile = resolve;
    useRequests.setState({ file: request });
    useView.getState().openDialog('file');
  });
}

/** The file dialog's answer: a path, or null for cancel. */
export function answerFile(path: string | null): void {
  const resolve = resolveFile;
  resolveFile = null;
  if (useView.getState().dialog === 'file') useView.getState().openDialog(null);
  useRequests.setState({ file: null });
  resolve?.(path);
}

/**
 * Asks the user; answers the id of the choice.
 *
 * @param request title, text and choices
 */
export function ask(request: ConfirmRequest): Promise<string> {
  answerConfirm(request.choices[0]?.id ?? '');
  return new Promise(resolve => {
    resolveConfirm = resolve;
    useRequests.setState({ confirm: request });
    useView.getState().openDialog('confirm');
  });
}

/** The question dialog's answer. */
export function answerConfirm(choice: string): void {
  const resolve = resolveConfirm;
  resolveConfirm = null;
  if (useView.getState().dialog === 'confirm') useView.getState().openDialog(null);
  useRequests.setState({ confirm: null });
  resolve?.(choice);
}
