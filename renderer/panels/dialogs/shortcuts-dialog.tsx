import { RotateCcw } from 'lucide-react';
import { useRef } from 'react';
import { ALL_COMMANDS } from '../../commands/all-commands.ts';
import { COMMAND_GROUPS, type Command, formatKeys } from '../../commands/command.ts';
import { useKeys } from '../../commands/key-store.ts';
import { isChanged } from '../../commands/own-keys.ts';
import { Button, Dialog, IconButton } from '../../controls/index.ts';
import { usePreference } from '../../state/preferences.ts';
import { useView } from '../../state/view-store.ts';
import { type KeyEditor, keyButtonId, useKeyEditor } from './key-editor.ts';
import styles from './shortcuts-dialog.module.css';

/** What the mouse does, beside the keys. */
const GESTURES: readonly (readonly [string, string])[] = [
  ['Draw a wire', 'Drag a port, or click two'],
  ['Go on with the next wire', 'Ctrl + second click'],
  ['Add a layer here', 'Double-click the canvas'],
  ['Add and join a layer', 'Drag a wire into the open'],
  ['Insert into a wire', 'Drop a layer on it'],
  ['Move a wire', 'Drag its end'],
  ['Lead a wire through a point', 'Double-click it'],
  ['Cut wires', 'Alt + drag the canvas'],
  ['Move all wires of an output', 'Ctrl + drag the output'],
  ['Copy', 'Alt + drag a layer'],
];

/** How the canvas is moved, by the chosen way. */
const NAVIGATION: Readonly<Record<'mouse' | 'trackpad', typeof GESTURES>> = {
  mouse: [
    ['Pan', 'Drag the canvas'],
    ['Zoom', 'Wheel'],
    ['Select several', 'Shift + drag'],
  ],
  trackpad: [
    ['Pan', 'Two fingers, middle drag'],
    ['Zoom', 'Spread, Ctrl + wheel'],
    ['Select several', 'Drag the canvas'],
  ],
};

/** All keys, by group; a click on one changes it. */
export function ShortcutsDialog() {
  const isOpen = useView(state => state.dialog === 'shortcuts');
  const foot = useRef<HTMLDivElement>(null);
  const editor = useKeyEditor(foot);
  const navigation = usePreference('canvas.navigation') ?? 'mouse';
  const close = () => {
    editor.cancel();
    useView.getState().openDialog(null);
  };
  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title="Keys"
      description="Click a key to change it."
      width={760}
      footer={
        <div ref={foot} className={styles.foot}>
          <Foot editor={editor} />
        </div>
      }
    >
      <div className={styles.shortcuts}>
        {COMMAND_GROUPS.map(group => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            {ALL_COMMANDS.filter(command => command.group === group).map(command => (
              <Shortcut key={command.id} command={command} editor={editor} />
            ))}
          </section>
        ))}
        <section className={styles.group}>
          <h3>Mouse</h3>
          {[...NAVIGATION[navigation], ...GESTURES].map(([what, how]) => (
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

interface ShortcutProps {
  readonly command: Command;
  readonly editor: KeyEditor;
}

/** A command with its keys. */
function Shortcut({ command, editor }: ShortcutProps) {
  const inUse = useKeys(state => state.inUse.get(command.id)) ?? [];
  const { id, title, areKeysNative } = command;
  const defaults = (command.keys ?? []).map(formatKeys).join(', ');
  return (
    <div className={styles.shortcut}>
      {title}
      <span className={styles.keys}>
        {!areKeysNative && isChanged(command, inUse) && (
          <IconButton
            icon={RotateCcw}
            label={`Reset ${title}`}
            title={defaults === '' ? 'Reset: no key' : `Reset: ${defaults}`}
            onClick={() => editor.reset(command)}
          />
        )}
        {areKeysNative
          ? inUse.map(keys => (
              <kbd
                key={keys}
                className={styles.fixed}
                title="The clipboard's keys are the same in every program and cannot be changed."
              >
                {formatKeys(keys)}
              </kbd>
            ))
          : (inUse.length > 0 ? inUse : [null]).map((keys, index) => {
              const isPressed = editor.isRecording(id, index);
              const look = isPressed ? styles.pressed : keys === null ? styles.none : '';
              return (
                <button
                  // A key that is changed keeps its place, and the focus.
                  key={keyButtonId(id, index)}
                  id={keyButtonId(id, index)}
                  type="button"
                  className={`${styles.key} ${look}`}
                  title={`Change the key of: ${title}`}
                  aria-pressed={isPressed}
                  onClick={() => editor.record(command, index)}
                >
                  {isPressed ? 'press keys' : keys === null ? 'none' : <kbd>{formatKeys(keys)}</kbd>}
                </button>
              );
            })}
      </span>
    </div>
  );
}

/** What is asked or told of the key that is changed. */
function Foot({ editor }: { readonly editor: KeyEditor }) {
  const hasOwn = useKeys(state => Object.keys(state.own).length > 0);
  const { step } = editor;
  if (step?.kind === 'press')
    return (
      <>
        <span role="status" className={`${styles.sentence} ${step.refusal === null ? '' : styles.refusal}`}>
          {step.refusal ?? `Press the new keys of "${step.command.title}". Escape leaves them as they are.`}
        </span>
        <Button size="small" disabled={editor.recordedKeys === null} onClick={editor.takeAway}>
          No key
        </Button>
        <Button size="small" onClick={editor.cancel}>
          Cancel
        </Button>
      </>
    );
  if (step?.kind === 'clash')
    return (
      <>
        <span role="status" className={`${styles.sentence} ${styles.question}`}>
          {step.question}
        </span>
        <Button size="small" onClick={editor.cancel}>
          Cancel
        </Button>
        <Button key="take-over" size="small" variant="primary" onClick={editor.takeOver} autoFocus>
          Take over
        </Button>
      </>
    );
  return (
    <>
      <span className={styles.sentence}>Your keys hold in all windows and stand in no document.</span>
      <Button size="small" disabled={!hasOwn} onClick={editor.resetAll}>
        Reset all
      </Button>
    </>
  );
}
