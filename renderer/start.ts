import { findTemplate } from '../shared/templates/index.ts';
import { runCommand } from './commands/all-commands.ts';
import { useKeys } from './commands/key-store.ts';
import { openUntitled } from './state/document-files.ts';
import { useEditor } from './state/editor-store.ts';
import { tell } from './state/notices.ts';
import { openFile } from './state/open-file.ts';
import { call, useService } from './state/service.ts';
import { windowShell } from './state/shell.ts';
import { useView } from './state/view-store.ts';

/** Keeps the window's title, and the shell in step with the document. */
export function startDocument(): void {
  const shell = windowShell();
  let known = '';
  const show = () => {
    const { document: network, isDirty } = useEditor.getState();
    const title = `${isDirty ? '• ' : ''}${network.name} – Netloom`;
    if (title === known) return;
    known = title;
    document.title = title;
    shell?.setDocumentState({ title, isDirty });
  };
  useEditor.subscribe(show);
  show();
  if (shell) {
    const tellKeys = ({ inUse }: { readonly inUse: ReadonlyMap<string, readonly string[]> }) =>
      shell.setKeys(Object.fromEntries([...inUse].flatMap(([id, [keys]]) => (keys ? [[id, keys]] : []))));
    useKeys.subscribe(tellKeys);
    tellKeys(useKeys.getState());
  }
  shell?.onCommand(command => {
    if (command.startsWith('open-path:')) void openFile(command.slice('open-path:'.length));
    else if (command === 'file.discard') {
      // The shell has asked: the window closes, and what it forgets is not offered at the next start.
      const { document: network, setClean } = useEditor.getState();
      setClean(network);
    } else runCommand(command);
  });
  if (!shell)
    window.addEventListener('beforeunload', event => {
      if (useEditor.getState().isDirty) event.preventDefault();
    });
}

/**
 * Opens what the page's address names (`?template=NAME` or `?open=PATH`); else offers unsaved work of a window that is
 * gone; else shows the gallery.
 */
export async function openAtStart(): Promise<void> {
  const address = new URLSearchParams(location.search);
  const path = address.get('open');
  const templateName = address.get('template');
  const template = templateName === null ? undefined : findTemplate(templateName);
  if (templateName !== null && !template) tell(`There is no template "${templateName}".`, 'error');
  let opened = false;
  if (path !== null) opened = await openFile(path);
  else if (template) {
    opened = await openUntitled(template.build());
  }
  if (await hasRecoveries()) whenFree(() => useView.getState().openDialog('recovery'));
  else if (!opened && useView.getState().dialog === null && templateName === null)
    useView.getState().openDialog('gallery');
}

/** Does something once no dialog is open: the report of an import is read first. */
function whenFree(act: () => void): void {
  if (useView.getState().dialog === null) {
    act();
    return;
  }
  const stop = useView.subscribe(({ dialog }) => {
    if (dialog !== null) return;
    stop();
    act();
  });
}

/** Whether the service keeps unsaved work of a window that is gone. */
async function hasRecoveries(): Promise<boolean> {
  if (useService.getState().connection === 'absent') return false;
  return call('documents.recoveries', {}).then(
    found => found.length > 0,
    () => false,
  );
}
