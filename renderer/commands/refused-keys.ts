import type { Command } from './command.ts';
import { keysOf, type Stroke, strokeOf } from './stroke.ts';

/** Where the window runs, as far as keys differ there. */
export interface KeyPlace {
  readonly isDesktop: boolean;
  readonly isMac: boolean;
}

/** What everybody keeps for itself. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  Tab: 'Tab moves the focus',
  'Shift+Tab': 'Shift+Tab moves the focus',
  'Ctrl+C': 'Ctrl+C copies, also in text fields',
  'Ctrl+X': 'Ctrl+X cuts, also in text fields',
  'Ctrl+V': 'Ctrl+V pastes, also in text fields',
  'Ctrl+Shift+V': 'Ctrl+Shift+V pastes',
  'Ctrl+Q': 'Ctrl+Q ends the program',
  'Alt+Tab': 'The system keeps Alt+Tab to change the window',
  'Alt+F4': 'The system keeps Alt+F4 to close the window',
  'Alt+Space': 'The system keeps Alt+Space for the menu of the window',
  'Ctrl+Alt+Delete': 'The system keeps Ctrl+Alt+Delete for itself',
  F11: 'F11 fills the screen',
  F12: 'F12 opens the developer tools',
  'Ctrl+Shift+I': 'Ctrl+Shift+I opens the developer tools',
};

/** What a browser keeps, most of it before the page hears of it. */
const IN_BROWSERS: Readonly<Record<string, string>> = {
  'Ctrl+T': 'opens a tab',
  'Ctrl+Shift+T': 'opens a closed tab again',
  'Ctrl+W': 'closes the tab',
  'Ctrl+Shift+W': 'closes the window',
  'Ctrl+N': 'opens a window',
  'Ctrl+Shift+N': 'opens a private window',
  'Ctrl+Tab': 'goes to the next tab',
  'Ctrl+Shift+Tab': 'goes to the tab before',
  'Ctrl+PageDown': 'goes to the next tab',
  'Ctrl+PageUp': 'goes to the tab before',
  'Ctrl+R': 'loads the page anew',
  'Ctrl+Shift+R': 'loads the page anew',
  F5: 'loads the page anew',
  'Ctrl+L': 'goes to the address',
  F6: 'goes to the address',
  'Alt+Left': 'goes a page back',
  'Alt+Right': 'goes a page on',
  'Ctrl++': 'makes the page larger',
  'Ctrl+=': 'makes the page larger',
  'Ctrl+-': 'makes the page smaller',
  'Ctrl+0': 'shows the page in its own size',
};

/** What macOS keeps. */
const ON_MACS: Readonly<Record<string, string>> = {
  'Ctrl+H': 'hides the window',
  'Ctrl+M': 'puts the window into the Dock',
  'Ctrl+W': 'closes the window',
  'Ctrl+Space': 'searches the machine',
  'Ctrl+Tab': 'changes the program',
};

/** What controls that have the focus are worked with; the canvas hears it only while it has the focus itself. */
const OF_CONTROLS: Readonly<Record<string, string>> = {
  Enter: 'presses the button that has the focus',
  Space: 'presses the button that has the focus',
  Left: 'moves within sliders and lists',
  Right: 'moves within sliders and lists',
  Up: 'moves within sliders and lists',
  Down: 'moves within sliders and lists',
  Home: 'moves within sliders and lists',
  End: 'moves within sliders and lists',
  PageUp: 'moves within sliders and lists',
  PageDown: 'moves within sliders and lists',
};

/**
 * Says why keys cannot be given to a command.
 *
 * @param stroke the wished keys
 * @param held whether the key of the system was held as well (Windows, Super; on a Mac Control)
 * @param place where the window runs
 * @param scope of the command: `canvas` where its keys work on the canvas alone
 * @returns a sentence; null where they can
 */
export function refusalOfKeys(
  stroke: Stroke,
  held: boolean,
  place: KeyPlace,
  scope: Command['scope'],
): string | null {
  if (held)
    return `The system keeps ${place.isMac ? 'Control' : 'its own key'} for itself; press other keys.`;
  const keys = keysOf(stroke);
  const everywhere = EVERYWHERE[keys];
  if (everywhere !== undefined) return `${everywhere}; press other keys.`;
  const ofControls = scope === 'canvas' ? undefined : OF_CONTROLS[keys];
  if (ofControls !== undefined)
    return `${keys} ${ofControls}, and this command works everywhere; press other keys.`;
  const onMac = place.isMac ? ON_MACS[keys] : undefined;
  if (onMac !== undefined) return `macOS ${onMac} by ${keys.replace('Ctrl', 'Cmd')}; press other keys.`;
  const inBrowser = place.isDesktop ? undefined : IN_BROWSERS[keys];
  if (inBrowser !== undefined)
    return `The browser keeps ${keys} for itself: it ${inBrowser}. Press other keys.`;
  return null;
}

const OF_FIELDS = new Set(
  ['A', 'C', 'V', 'X', 'Y', 'Z', 'Shift+V', 'Shift+Z', 'Backspace', 'Delete', 'Home', 'End']
    .concat(['Left', 'Right', 'Up', 'Down'].flatMap(key => [key, `Shift+${key}`]))
    .map(keys => keysOf(strokeOf(`Ctrl+${keys}`))),
);

/** Whether a text field needs the stroke itself, to type or to edit. */
export function belongsToFields(stroke: Stroke): boolean {
  if (!stroke.ctrl && !stroke.alt) return !/^f\d+$/.test(stroke.key);
  return OF_FIELDS.has(keysOf(stroke));
}
