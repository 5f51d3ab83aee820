import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Shell } from '../../shared/contract/shell.ts';
import { SHELL_CHANNELS } from './shell-channels.ts';

// The only door between the sandboxed window and the rest: fixed channels, no Electron object reaches the page.
function listen<T>(channel: string, receive: (value: T) => void): () => void {
  const listener = (_event: IpcRendererEvent, value: T) => receive(value);
  ipcRenderer.on(channel, listener);
  return () => void ipcRenderer.removeListener(channel, listener);
}

const shell: Shell = {
  send: message => ipcRenderer.send(SHELL_CHANNELS.toService, message),
  onMessage: receive => listen(SHELL_CHANNELS.fromService, receive),
  onClose: closed => void listen(SHELL_CHANNELS.serviceClosed, closed),
  onOpen: opened => void listen(SHELL_CHANNELS.serviceOpened, () => opened()),
  showOpenDialog: () => ipcRenderer.invoke(SHELL_CHANNELS.openDialog),
  showSaveDialog: options => ipcRenderer.invoke(SHELL_CHANNELS.saveDialog, options),
  setDocumentState: state => ipcRenderer.send(SHELL_CHANNELS.documentState, state),
  setKeys: keys => ipcRenderer.send(SHELL_CHANNELS.keys, keys),
  onCommand: run => {
    const stop = listen(SHELL_CHANNELS.command, run);
    ipcRenderer.send(SHELL_CHANNELS.ready);
    return stop;
  },
};

contextBridge.exposeInMainWorld('netloomShell', shell);
