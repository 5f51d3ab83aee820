import { type PanelName, useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

const PANELS: readonly {
  readonly name: PanelName;
  readonly title: string;
  readonly keys: readonly string[];
}[] = [
  { name: 'palette', title: 'Show or hide the palette', keys: ['Alt+P'] },
  { name: 'inspector', title: 'Show or hide the inspector', keys: ['Alt+I'] },
  { name: 'bottom', title: 'Show or hide summary and problems', keys: ['Alt+S'] },
];

/** Folds the panels around the canvas. */
const commands: readonly Command[] = PANELS.map(({ name, title, keys }) => ({
  id: `view.panel-${name}`,
  title,
  group: 'View',
  keys,
  perform() {
    const { panels, foldPanel } = useView.getState();
    foldPanel(name, !panels.folded[name]);
  },
}));
export default commands;
