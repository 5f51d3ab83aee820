import { NAVIGATIONS } from '../../../shared/contract/preferences.ts';
import { useCanvas } from '../../canvas/canvas-store.ts';
import { preference, setPreference } from '../../state/preferences.ts';
import type { Command } from '../command.ts';

const TITLES = { mouse: 'Navigate by mouse', trackpad: 'Navigate by trackpad' } as const;

/** How the canvas is moved, and whether only the wires of selected layers are drawn. */
const commands: readonly Command[] = [
  ...NAVIGATIONS.map(
    (navigation): Command => ({
      id: `canvas.navigate-by-${navigation}`,
      title: TITLES[navigation],
      group: 'Canvas',
      isEnabled: () => (preference('canvas.navigation') ?? 'mouse') !== navigation,
      perform: () => setPreference('canvas.navigation', navigation),
    }),
  ),
  {
    id: 'canvas.hide-wires',
    title: 'Hide or show wires',
    group: 'Canvas',
    perform: () => useCanvas.setState(({ areWiresHidden }) => ({ areWiresHidden: !areWiresHidden })),
  },
];
export default commands;
