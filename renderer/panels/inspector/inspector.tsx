import { useSelection } from '../../state/selectors.ts';
import styles from './inspector.module.css';
import { NetworkPanel } from './network-panel.tsx';
import { NodePanel } from './node-panel.tsx';
import { SeveralPanel } from './several-panel.tsx';

/** What is selected, in full: one node, several, or with nothing selected the network. */
export function Inspector() {
  const selection = useSelection();
  const [first] = selection;
  return (
    <aside
      className={styles.inspector}
      aria-label="Inspector"
      data-inspector=""
      onKeyDown={event => {
        // What a field does not need itself leads back to the canvas, from where Enter led here.
        if (event.key === 'Escape' && !event.defaultPrevented)
          document.querySelector<HTMLElement>('[data-canvas]')?.focus();
      }}
    >
      {first === undefined ? (
        <NetworkPanel />
      ) : selection.length === 1 ? (
        <NodePanel key={first} name={first} />
      ) : (
        <SeveralPanel names={selection} />
      )}
    </aside>
  );
}
