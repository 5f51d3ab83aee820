import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { findCommand, runCommand } from '../commands/all-commands.ts';
import { formatKeys } from '../commands/command.ts';
import { useKeys } from '../commands/key-store.ts';
import { Menu, type MenuItem } from '../controls/index.ts';
import { openFile } from '../state/open-file.ts';
import { call } from '../state/service.ts';
import styles from './top-bar.module.css';

interface RecentFile {
  readonly path: string;
  readonly name: string;
}

/** How many recent files the menu shows. */
const MAX_RECENT = 8;

/** New, open, recent files, save: what the desktop's menu offers, in the served window too. */
export function FileMenu() {
  const inUse = useKeys(state => state.inUse);
  const [recent, setRecent] = useState<readonly RecentFile[]>([]);
  const refresh = () => {
    call('documents.recent', {}).then(
      files => setRecent(files.filter(file => file.exists).slice(0, MAX_RECENT)),
      () => setRecent([]),
    );
  };
  const items: readonly MenuItem[] = [
    entry('file.new', inUse),
    entry('file.templates', inUse),
    entry('file.open', inUse),
    'separator',
    ...recent.map(({ path, name }) => ({
      id: path,
      label: `${name} · ${shortFolder(path)}`,
      onSelect: () => void openFile(path),
    })),
    ...(recent.length > 0 ? (['separator'] as const) : []),
    entry('file.save', inUse),
    entry('file.save-as', inUse),
    entry('file.export', inUse),
    entry('file.compare', inUse),
    'separator',
    entry('file.load-weights', inUse),
    entry('file.import-report', inUse),
  ];
  return (
    <Menu items={items}>
      <button type="button" className={styles.tool} onPointerEnter={refresh} onFocus={refresh}>
        <span>File</span>
        <ChevronDown size={13} aria-hidden />
      </button>
    </Menu>
  );
}

/** A command as a menu entry. */
function entry(id: string, inUse: ReadonlyMap<string, readonly string[]>): MenuItem {
  const command = findCommand(id);
  const [keys] = inUse.get(id) ?? [];
  return {
    id,
    label: command?.title ?? id,
    ...(keys === undefined ? {} : { shortcut: formatKeys(keys) }),
    disabled: !(command?.isEnabled?.() ?? true),
    onSelect: () => runCommand(id),
  };
}

/** The last two folders of a file's path. */
function shortFolder(path: string): string {
  return path.split(/[\\/]/).slice(-3, -1).join('/');
}
