import { ALL_COMMANDS } from '../../commands/all-commands.ts';
import { COMMAND_GROUPS, formatKeys } from '../../commands/command.ts';
import { Dialog } from '../../controls/index.ts';
import { useView } from '../../state/view-store.ts';
import styles from './dialogs.module.css';

/** What the mouse does, beside the keys. */
const GESTURES: readonly (readonly [string, string])[] = [
  ['Pan', 'Drag the canvas'],
  ['Zoom', 'Wheel'],
  ['Select several', 'Shift + drag'],
  ['Add a layer here', 'Double-click the canvas'],
  ['Add and join a layer', 'Drag a wire into the open'],
  ['Insert into a wire', 'Drop a layer on it'],
  ['Move a wire', 'Drag its end'],
  ['Cut wires', 'Alt + drag the canvas'],
  ['Move all wires of an output', 'Ctrl + drag the output'],
  ['Copy', 'Alt + drag a layer'],
];

/** All keys, by group. */
export function ShortcutsDialog() {
  const isOpen = useView(state => state.dialog === 'shortcuts');
  return (
    <Dialog open={isOpen} onClose={() => useView.getState().openDialog(null)} title="Keys" width={720}>
      <div className={styles.shortcuts}>
        {COMMAND_GROUPS.map(group => {
          const withKeys = ALL_COMMANDS.filter(command => command.group === group && command.keys?.length);
          if (withKeys.length === 0) return null;
          return (
            <section key={group} className={styles.group}>
              <h3>{group}</h3>
              {withKeys.map(command => (
                <div key={command.id} className={styles.shortcut}>
                  {command.title}
                  <span className={styles.keys}>
                    {command.keys?.map(keys => (
                      <kbd key={keys}>{formatKeys(keys)}</kbd>
                    ))}
                  </span>
                </div>
              ))}
            </section>
          );
        })}
        <section className={styles.group}>
          <h3>Mouse</h3>
          {GESTURES.map(([what, how]) => (
            <div key={what} className={styles.shortcut}>
              {what}
              <span className={styles.quiet}>{how}</span>
            </div>
          ))}
        </section>
      </div>
    </Dialog>
  );
}
