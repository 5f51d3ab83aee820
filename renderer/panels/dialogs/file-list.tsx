import { File, Folder } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { z } from 'zod';
import { formatBytes } from '../../../shared/analysis/summary.ts';
import type { folderEntrySchema } from '../../../shared/contract/documents.ts';
import dialogs from './dialogs.module.css';
import styles from './file-dialog.module.css';

/** A file or folder on the serving machine. */
export type FolderEntry = z.infer<typeof folderEntrySchema>;

interface FileListProps {
  readonly entries: readonly FolderEntry[];
  /** The path of the chosen file. */
  readonly chosen: string | null;
  /** The sentence for a list without entries. */
  readonly empty: string;
  readonly onPick: (entry: FolderEntry) => void;
  /** A double-click, or Enter on the chosen file. */
  readonly onOpen: (entry: FolderEntry) => void;
}

/** Folders first, then files, by name. Arrow keys walk. */
export function FileList({ entries, chosen, empty, onPick, onOpen }: FileListProps) {
  const sorted = [...entries].sort(
    (a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name, 'en'),
  );
  return (
    <section className={styles.entries} aria-label="Files" onKeyDown={walkList}>
      {sorted.map(entry => {
        const Icon = entry.isFolder ? Folder : File;
        return (
          <button
            key={entry.path}
            type="button"
            className={styles.entry}
            aria-pressed={entry.path === chosen}
            onClick={() => onPick(entry)}
            onDoubleClick={() => onOpen(entry)}
            onKeyDown={event => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              onOpen(entry);
            }}
          >
            <Icon size={14} aria-hidden="true" />
            <span className={styles.name}>{entry.name}</span>
            <span className={styles.detail}>{entry.isFolder ? '' : formatBytes(entry.size)}</span>
            <span className={styles.detail}>{new Date(entry.modified).toLocaleDateString('en-GB')}</span>
          </button>
        );
      })}
      {sorted.length === 0 && <p className={dialogs.quiet}>{empty}</p>}
    </section>
  );
}

function walkList(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const focused = document.activeElement;
  if (step === undefined || !(focused instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  event.preventDefault();
  buttons[buttons.indexOf(focused) + step]?.focus();
}
