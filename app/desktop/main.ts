// Electron's main process: one window, its menu and dialogs, and the relay to the service. Runs on Electron 9 and a current one.
import path from 'node:path';
import { app, dialog, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, Menu } from 'electron';
import { declareAppScheme, serveAppScheme } from './app-scheme.ts';
import { DocumentWindow } from './document-window.ts';
import { denyPermissions, hardenContents } from './hardening.ts';
import { applicationMenu } from './menu.ts';
import { menuKeys } from './menu-keys.ts';
import { fileOfArguments } from './opened-file.ts';
import { ServiceKeeper } from './service-keeper.ts';
import { SHELL_CHANNELS } from './shell-channels.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** What the launcher waits for on standard output. */
const OPEN_LINE = 'netloom: the window is open\n';
const DOCUMENT_FILTER = { name: 'Netloom network', extensions: ['netloom'] };
/** What the window opens; it imports all but the first. */
const OPEN_FILTERS = [
  { name: 'Networks', extensions: ['netloom', 'onnx', 'keras', 'h5', 'hdf5', 'json'] },
  DOCUMENT_FILTER,
  { name: 'ONNX', extensions: ['onnx'] },
  { name: 'Keras, TensorFlow.js', extensions: ['keras', 'h5', 'hdf5', 'json'] },
  { name: 'Weights', extensions: ['safetensors'] },
  { name: 'All files', extensions: ['*'] },
];

let window: DocumentWindow | null = null;
/** A file that macOS asked to open before there was a window. */
let openFirst: string | null = null;

app.setName('Netloom');
if (process.env.NETLOOM_DATA) app.setPath('userData', path.join(process.env.NETLOOM_DATA, 'desktop'));

if (!app.requestSingleInstanceLock()) {
  // The running instance has been told what to open.
  process.stdout.write(OPEN_LINE);
  app.exit(0);
} else {
  declareAppScheme();
  hardenContents();
  app.on('second-instance', (_event, argv, folder) => {
    const file = fileOfArguments(argv, folder);
    if (file !== null) open(file);
    window?.focus();
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    open(file);
  });
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(start);
}

function open(file: string): void {
  if (window) window.run(`open-path:${file}`);
  else openFirst = file;
}

function start(): void {
  serveAppScheme(path.join(__dirname, '../renderer'));
  denyPermissions();
  const toWindow = (channel: string, value?: unknown) => {
    if (window && !window.browser.isDestroyed()) window.browser.webContents.send(channel, value);
  };
  // Plain Node does not read the archive, so the service lies beside it.
  const script = path
    .join(__dirname, '../node/service.mjs')
    .replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  const service = new ServiceKeeper(script, {
    onMessage: message => toWindow(SHELL_CHANNELS.fromService, message),
    onClosed: sentence => toWindow(SHELL_CHANNELS.serviceClosed, sentence),
    onOpened: () => toWindow(SHELL_CHANNELS.serviceOpened),
  });
  service.start();
  app.once('will-quit', () => service.stop());
  showMenu(new Map());
  answerWindow(service);
  window = new DocumentWindow(openFirst ?? fileOfArguments(process.argv, process.cwd()), () =>
    service.send({ window: 'gone' }),
  );
  window.browser.once('show', () => process.stdout.write(OPEN_LINE));
  window.browser.once('closed', () => {
    window = null;
  });
}

function showMenu(keys: ReadonlyMap<string, string>): void {
  Menu.setApplicationMenu(
    applicationMenu({
      run: command => window?.run(command),
      about: () => void showAbout(),
      hasDeveloperTools: !app.isPackaged,
      keys,
    }),
  );
}

/** Registers what the preload may ask; messages from anywhere else than the window's own page are dropped. */
function answerWindow(service: ServiceKeeper): void {
  const trusted = (event: IpcMainEvent | IpcMainInvokeEvent) =>
    window !== null && isTrustedSender(event, window.browser) ? window : null;
  ipcMain.on(SHELL_CHANNELS.toService, (event, message: unknown) => {
    if (trusted(event)) service.send(message);
  });
  ipcMain.on(SHELL_CHANNELS.ready, event => trusted(event)?.ready());
  ipcMain.on(SHELL_CHANNELS.documentState, (event, state: unknown) => {
    if (typeof state !== 'object' || state === null) return;
    const { title, isDirty } = state as { readonly title?: unknown; readonly isDirty?: unknown };
    if (typeof title === 'string') trusted(event)?.show(title.slice(0, 500), isDirty === true);
  });
  ipcMain.on(SHELL_CHANNELS.keys, (event, keys: unknown) => {
    if (trusted(event)) showMenu(menuKeys(keys));
  });
  ipcMain.handle(SHELL_CHANNELS.openDialog, async event => {
    const asker = trusted(event);
    if (!asker) return null;
    const { filePaths } = await dialog.showOpenDialog(asker.browser, {
      properties: ['openFile'],
      filters: OPEN_FILTERS,
    });
    return filePaths[0] ?? null;
  });
  ipcMain.handle(SHELL_CHANNELS.saveDialog, async (event, options: unknown) => {
    const asker = trusted(event);
    if (!asker || typeof options !== 'object' || options === null) return null;
    const { suggestedName, kind } = options as { readonly suggestedName?: unknown; readonly kind?: unknown };
    if (typeof suggestedName !== 'string' || typeof kind !== 'string' || !/^\w{1,12}$/.test(kind))
      return null;
    const { filePath } = await dialog.showSaveDialog(asker.browser, {
      defaultPath: path.basename(suggestedName),
      filters: [kind === 'netloom' ? DOCUMENT_FILTER : { name: kind.toUpperCase(), extensions: [kind] }],
    });
    if (!filePath) asker.stay();
    return filePath || null;
  });
}

async function showAbout(): Promise<void> {
  if (!window) return;
  await dialog.showMessageBox(window.browser, {
    type: 'info',
    title: 'About Netloom',
    message: `Netloom ${app.getVersion()}`,
    detail: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}, Node ${process.versions.node}`,
    buttons: ['Close'],
    noLink: true,
  });
}
