import { THEMES } from '../../../shared/contract/preferences.ts';
import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

const TITLES = { system: 'Colours of the system', light: 'Light colours', dark: 'Dark colours' } as const;

/** Light, dark, or as the system says. */
const commands: readonly Command[] = THEMES.map(theme => ({
  id: `view.theme-${theme}`,
  title: TITLES[theme],
  group: 'View',
  isEnabled: () => useView.getState().theme !== theme,
  perform: () => useView.getState().setTheme(theme),
}));
export default commands;
