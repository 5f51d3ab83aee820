import { Command as Search } from 'cmdk';
import { reveal } from '../canvas/viewport.ts';
import { typeColor } from '../panels/category.ts';
import { here, useHere } from '../state/here.ts';
import { useView } from '../state/view-store.ts';
import styles from './search-dialog.module.css';
import { SearchDialog } from './search-dialog.tsx';

/** Finds a layer of the network by name or type and shows it. */
export function FindLayer() {
  const isOpen = useView(state => state.dialog === 'find');
  return isOpen ? <Layers /> : null;
}

function Layers() {
  const document = useHere(state => state.document);
  const close = () => useView.getState().openDialog(null);
  const show = (name: string) => {
    close();
    useView.getState().setView('design');
    here().select([name]);
    requestAnimationFrame(() => reveal(document.positions[name] ?? [0, 0]));
  };
  return (
    <SearchDialog
      title="Find a layer"
      placeholder="Name or type of a layer"
      none="No layer is called so."
      onClose={close}
    >
      {Object.entries(document.nodes).map(([name, node]) => (
        <Search.Item
          key={name}
          value={name}
          keywords={[node.type]}
          className={styles.item}
          onSelect={() => show(name)}
        >
          <span className={styles.mark} style={{ background: typeColor(node.type) }} />
          <span>{name}</span>
          <span className={styles.keys}>{node.type}</span>
        </Search.Item>
      ))}
    </SearchDialog>
  );
}
