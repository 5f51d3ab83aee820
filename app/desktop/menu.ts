import { Menu, type MenuItemConstructorOptions } from 'electron';

/** What the menu needs from the shell. */
export interface MenuActions {
  /** Runs one of the window's commands. */
  run(command: string): void;
  about(): void;
  /** Whether the developer tools are offered: not in the packaged app. */
  readonly hasDeveloperTools: boolean;
  /** What the window tells of its keys, by the command's id; {@link menuKeys} reads it. */
  readonly keys: ReadonlyMap<string, string>;
}

/**
 * The application menu. Its keys are shown but not taken: the window hears them itself, as it does in a browser, and so a
 * text field keeps its own undo, copy and paste.
 */
export function applicationMenu({ run, about, hasDeveloperTools, keys }: MenuActions): Menu {
  const isMac = process.platform === 'darwin';
  const entry = (label: string, command: string): MenuItemConstructorOptions => {
    // macOS takes every key that a menu shows.
    const accelerator = isMac ? undefined : keys.get(command);
    return {
      label,
      click: () => run(command),
      ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
    };
  };
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return Menu.buildFromTemplate([
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        entry('&New', 'file.new'),
        entry('New from &template…', 'file.templates'),
        entry('&Open…', 'file.open'),
        line,
        entry('&Save', 'file.save'),
        entry('Save &as…', 'file.save-as'),
        entry('&Export…', 'file.export'),
        entry('Load &weights…', 'file.load-weights'),
        line,
        isMac ? { role: 'close' } : { role: 'quit', label: '&Quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        entry('&Undo', 'edit.undo'),
        entry('&Redo', 'edit.redo'),
        line,
        ...(isMac
          ? ([{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }] as const)
          : [entry('Cu&t', 'edit.cut'), entry('&Copy', 'edit.copy'), entry('&Paste', 'edit.paste')]),
        entry('&Duplicate', 'edit.duplicate'),
        entry('De&lete', 'edit.delete'),
        line,
        entry('Select &all', 'select.all'),
        entry('&Find…', 'select.find'),
      ],
    },
    {
      label: '&View',
      submenu: [
        entry('&Design', 'view.design'),
        entry('T&rain', 'view.train'),
        entry('Tr&y it', 'view.try'),
        line,
        entry('&Fit the network', 'canvas.fit'),
        entry('&Tidy the layout', 'canvas.tidy'),
        entry('&Commands…', 'view.commands'),
        line,
        { role: 'togglefullscreen', label: 'F&ull screen' },
        ...(hasDeveloperTools ? [{ role: 'toggleDevTools', label: 'De&veloper tools' } as const] : []),
      ],
    },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        entry('&Keyboard shortcuts', 'help.shortcuts'),
        line,
        { label: '&About Netloom', click: about },
      ],
    },
  ]);
}
