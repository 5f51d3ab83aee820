import { Command as Search } from 'cmdk';
import { useView } from '../state/view-store.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import { COMMAND_GROUPS, formatKeys } from './command.ts';
import { useKeys } from './key-store.ts';
import styles from './search-dialog.module.css';
import { SearchDialog } from './search-dialog.tsx';

/** All commands, searched by their words. */
export function CommandPalette() {
  const isOpen = useView(state => state.dialog === 'commands');
  const inUse = useKeys(state => state.inUse);
  if (!isOpen) return null;
  const close = () => useView.getState().openDialog(null);
  const shown = ALL_COMMANDS.filter(command => !command.isHidden && (command.isEnabled?.() ?? true));
  return (
    <SearchDialog
      title="Commands"
      placeholder="What do you want to do?"
      none="No command is called so."
      onClose={close}
    >
      {COMMAND_GROUPS.map(group => {
        const members = shown.filter(command => command.group === group);
        if (members.length === 0) return null;
        return (
          <Search.Group key={group} heading={group} className={styles.group}>
            {members.map(command => {
              const [keys] = inUse.get(command.id) ?? [];
              return (
                <Search.Item
                  key={command.id}
                  value={`${command.title} ${command.group}`}
                  className={styles.item}
                  onSelect={() => {
                    close();
                    command.perform();
                  }}
                >
                  <span>{command.title}</span>
                  {keys !== undefined && <kbd className={styles.keys}>{formatKeys(keys)}</kbd>}
                </Search.Item>
              );
            })}
          </Search.Group>
        );
      })}
    </SearchDialog>
  );
}
