import { Menu, type MenuItemConstructorOptions } from 'electron';

/** What the menu needs from the shell. */
export interface MenuActions {
  /** Runs one of the window's commands. */
  run(command: string): void;
  about(): void;
  /** Whether the developer tools are offered: not in the packaged app. */
  readonly hasDeveloperTools: boolean;
}

/**
 * The application menu. Its keys are shown but not taken: the window hears them itself, as it does in a browser, and so a
 * text field keeps its own undo, copy and paste.
 */
export function applicationMenu({ run, about, hasDeveloperTools }: MenuActions): Menu {
  const isMac = process.platform === 'darwin';
  // macOS takes every key that a menu shows.
  const keys = (accelerator: string) => (isMac ? {} : { accelerator, registerAccelerator: false });
  const entry = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => run(command),
    ...(accelerator === undefined ? {} : keys(accelerator)),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return Menu.buildFromTemplate([
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        entry('&New', 'file.new', 'Ctrl+N'),
        entry('New from &template…', 'file.templates'),
        entry('&Open…', 'file.open', 'Ctrl+O'),
        line,
        entry('&Save', 'file.save', 'Ctrl+S'),
        entry('Save &as…', 'file.save-as', 'Ctrl+Shift+S'),
        entry('&Export…', 'file.export', 'Ctrl+E'),
        entry('Load &weights…', 'file.load-weights'),
        line,
        isMac ? { role: 'close' } : { role: 'quit', label: '&Quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        entry('&Undo', 'edit.undo', 'Ctrl+Z'),
        entry('&Redo', 'edit.redo', 'Ctrl+Shift+Z'),
        line,
        ...(isMac
          ? ([{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }] as const)
          : [
              entry('Cu&t', 'edit.cut', 'Ctrl+X'),
              entry('&Copy', 'edit.copy', 'Ctrl+C'),
              entry('&Paste', 'edit.paste', 'Ctrl+V'),
            ]),
        entry('&Duplicate', 'edit.duplicate', 'Ctrl+D'),
        entry('De&lete', 'edit.delete', 'Delete'),
        line,
        entry('Select &all', 'select.all', 'Ctrl+A'),
        entry('&Find…', 'select.find', 'Ctrl+F'),
      ],
    },
    {
      label: '&View',
      submenu: [
        entry('&Design', 'view.design', 'Alt+1'),
        entry('T&rain', 'view.train', 'Alt+2'),
        entry('Tr&y it', 'view.try', 'Alt+3'),
        line,
        entry('&Fit the network', 'canvas.fit', '1'),
        entry('&Tidy the layout', 'canvas.tidy', 'L'),
        entry('&Commands…', 'view.commands', 'Ctrl+Shift+P'),
        line,
        { role: 'togglefullscreen', label: 'F&ull screen' },
        ...(hasDeveloperTools ? [{ role: 'toggleDevTools', label: 'De&veloper tools' } as const] : []),
      ],
    },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        entry('&Keyboard shortcuts', 'help.shortcuts', '?'),
        line,
        { label: '&About Netloom', click: about },
      ],
    },
  ]);
}
