import { findTemplate } from '../shared/templates/index.ts';
import { layOut } from './canvas/tidy.ts';
import { runCommand } from './commands/all-commands.ts';
import { openFile } from './state/document-files.ts';
import { useEditor } from './state/editor-store.ts';
import { tell } from './state/notices.ts';
import { call, onServiceEvent, useService } from './state/service.ts';
import { windowShell } from './state/shell.ts';
import { useView } from './state/view-store.ts';

/** Keeps the window's title, the shell and the service's news about the open file in step with the document. */
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
  shell?.onCommand(command => {
    if (command.startsWith('open-path:')) void openFile(command.slice('open-path:'.length));
    else runCommand(command);
  });
  if (!shell)
    window.addEventListener('beforeunload', event => {
      if (useEditor.getState().isDirty) event.preventDefault();
    });
  onServiceEvent('documents.changed', ({ path, stamp }) => {
    const state = useEditor.getState();
    if (path !== state.path || (stamp && stamp.sha256 === state.stamp?.sha256)) return;
    tell(
      stamp === null
        ? `${path} was removed by another program; saving writes it again.`
        : `${path} was changed by another program; saving will ask before it overwrites.`,
      'error',
    );
  });
}

/**
 * Opens what the page's address names (`?template=NAME` or `?open=PATH`); else offers work left over from a session that
 * did not end well; else shows the gallery.
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
    const network = template.build();
    const positions = await layOut(network).catch(() => network.positions);
    useEditor.getState().load({ ...network, positions }, { path: null, stamp: null });
    opened = true;
  }
  if (await hasRecoveries()) useView.getState().openDialog('recovery');
  else if (!opened && useView.getState().dialog === null && templateName === null)
    useView.getState().openDialog('gallery');
}

/** Whether the service keeps work of a session that did not end well. */
async function hasRecoveries(): Promise<boolean> {
  if (useService.getState().connection === 'absent') return false;
  return call('documents.recoveries', {}).then(
    found => found.length > 0,
    () => false,
  );
}
