import path from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { chosenTheme } from '../../main/documents/chosen-theme.ts';
import { userDataDirectory } from '../../main/documents/user-data.ts';
import { APP_ORIGIN } from './app-scheme.ts';
import { windowPreferences } from './hardening.ts';
import { SHELL_CHANNELS } from './shell-channels.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

const FIRST_SIZE = { width: 1440, height: 900 };
const SMALLEST = { minWidth: 900, minHeight: 560 };
/** The canvas's colours in renderer/theme/tokens.css, shown until the page paints. */
const BACKGROUND = { light: '#f8f9fb', dark: '#171a20' };
/** How long the window may take to forget work that the user gives up, in milliseconds. */
const DISCARD_PATIENCE = 1000;

/** The one window of a document, with what the shell knows about it. */
export class DocumentWindow {
  readonly browser: BrowserWindow;
  private title = 'Netloom';
  private isDirty = false;
  private isReady = false;
  private mayClose = false;
  private waiting: string[] = [];
  private onClean: (() => void) | null = null;

  /**
   * @param file the document to begin with
   * @param onCrash called when the page's process has died, before the page is loaded again
   */
  constructor(file: string | null, onCrash: () => void) {
    const stateFile = path.join(app.getPath('userData'), 'window.json');
    const state = readWindowState(
      stateFile,
      screen.getAllDisplays().map(display => display.workArea),
    );
    this.browser = new BrowserWindow({
      ...(state.bounds ?? FIRST_SIZE),
      ...SMALLEST,
      show: false,
      title: this.title,
      backgroundColor:
        BACKGROUND[chosenTheme(userDataDirectory()) ?? (nativeTheme.shouldUseDarkColors ? 'dark' : 'light')],
      icon: path.join(__dirname, 'icon.png'),
      webPreferences: windowPreferences(path.join(__dirname, 'preload.cjs')),
    });
    if (state.isMaximized) this.browser.maximize();
    this.browser.once('ready-to-show', () => this.browser.show());
    this.browser.on('page-title-updated', event => event.preventDefault());
    this.browser.on('close', event => {
      writeWindowState(stateFile, {
        bounds: this.browser.getNormalBounds(),
        isMaximized: this.browser.isMaximized(),
      });
      if (!this.isDirty || this.mayClose) return;
      event.preventDefault();
      void this.askAndClose();
    });
    // Electron 9 and a current one name a page's death differently; both load the page anew.
    const contents = this.browser.webContents as NodeJS.EventEmitter;
    const renew = () => {
      if (this.browser.isDestroyed() || !this.isReady) return;
      this.isReady = false;
      this.isDirty = false;
      onCrash();
      setTimeout(() => this.load(), 200);
    };
    contents.on('crashed', renew);
    contents.on('render-process-gone', renew);
    // Our own question is asked instead of the page's.
    contents.on('will-prevent-unload', (event: { preventDefault(): void }) => event.preventDefault());
    this.load(file === null ? '' : `?open=${encodeURIComponent(file)}`);
  }

  /** Runs a command in the page, once the page listens. */
  run(command: string): void {
    if (this.isReady) this.browser.webContents.send(SHELL_CHANNELS.command, command);
    else this.waiting.push(command);
  }

  /** The page listens to commands now. */
  ready(): void {
    this.isReady = true;
    for (const command of this.waiting.splice(0)) this.run(command);
  }

  /** Shows the document's title and whether it has unsaved edits. */
  show(title: string, isDirty: boolean): void {
    this.title = title;
    this.isDirty = isDirty;
    this.browser.setTitle(title);
    this.browser.setDocumentEdited(isDirty);
    if (!isDirty) this.onClean?.();
  }

  /** The user has cancelled a save: the window stays, whatever is saved later. */
  stay(): void {
    this.onClean = null;
  }

  /** Brings the window to the front. */
  focus(): void {
    if (this.browser.isMinimized()) this.browser.restore();
    this.browser.focus();
  }

  private load(query = ''): void {
    if (!this.browser.isDestroyed()) void this.browser.loadURL(`${APP_ORIGIN}/${query}`);
  }

  private async askAndClose(): Promise<void> {
    const { response } = await dialog.showMessageBox(this.browser, {
      type: 'question',
      message: `Save the changes to ${this.title.replace(/^• | – Netloom$/g, '')}?`,
      detail: 'They are lost otherwise.',
      buttons: ['Save', 'Do not save', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    if (response === 2) return;
    const close = () => {
      this.onClean = null;
      this.mayClose = true;
      if (!this.browser.isDestroyed()) this.browser.close();
    };
    // The window forgets its crash journal right after it has become clean.
    this.onClean = () => setTimeout(close, 100);
    if (response === 0) this.run('file.save');
    else {
      this.run('file.discard');
      setTimeout(close, DISCARD_PATIENCE);
    }
  }
}
