import { app, session, type WebPreferences } from 'electron';
import { APP_ORIGIN } from './app-scheme.ts';
import { denyNewWindows } from './new-windows.ts';

/**
 * Settings that a current Electron no longer needs: Electron 9 has the remote module, on by default, and makes the contents
 * of a new window before it asks whether it may be opened.
 */
const OLD_ELECTRON = { enableRemoteModule: false, disablePopups: true };

/**
 * What the window's page may do: nothing beyond the web, and of that no other origin, plug-in or experiment. Each line is
 * a point of Electron's security checklist, written out though most are defaults of a current Electron.
 *
 * @param preload the bundled preload script
 */
export function windowPreferences(preload: string): WebPreferences {
  return {
    ...OLD_ELECTRON,
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Its dictionaries would come from the network.
    spellcheck: false,
  };
}

/** Makes every page of the app refuse navigation, new windows and embedded pages; before the first window is made. */
export function hardenContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    denyNewWindows(contents);
    contents.on('will-navigate', event => event.preventDefault());
    contents.on('will-redirect', event => event.preventDefault());
    contents.on('will-attach-webview', event => event.preventDefault());
  });
}

/** Copying a table is all that the page asks the system for. */
const GRANTED = 'clipboard-sanitized-write';

/** Refuses every permission but writing text to the clipboard; after the app is ready. */
export function denyPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permission === GRANTED && contents.getURL().startsWith(`${APP_ORIGIN}/`)),
  );
  defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === GRANTED && origin.startsWith(APP_ORIGIN),
  );
}
