// Electron 9 names a message's sender by its contents only, a current one by the frame as well.
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { APP_ORIGIN } from './app-scheme.ts';

/**
 * Whether a message comes from the window's own page: its main frame, on our scheme.
 *
 * @param event of ipcMain
 * @param window the only one whose messages count
 */
export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || event.sender !== window.webContents) return false;
  const { senderFrame }: Partial<Pick<IpcMainEvent, 'senderFrame'>> = event;
  if (senderFrame === null) return false;
  if (senderFrame === undefined) return event.sender.getURL().startsWith(`${APP_ORIGIN}/`);
  return senderFrame === event.sender.mainFrame && senderFrame.url.startsWith(`${APP_ORIGIN}/`);
}
