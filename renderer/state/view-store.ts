import { create } from 'zustand';
import { recall, remember } from './remembered.ts';

/** The three views of a document. */
export const VIEWS = ['design', 'train', 'try'] as const;
export type View = (typeof VIEWS)[number];

/** The dialogs; at most one is open. */
export type DialogName =
  | 'gallery'
  | 'commands'
  | 'shortcuts'
  | 'export'
  | 'recovery'
  | 'find'
  | 'file'
  | 'confirm'
  | 'compare'
  | 'importing'
  | 'import-report'
  | 'load-weights';

/** Colours by the system or by choice. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The panels around the canvas. */
export type PanelName = 'palette' | 'inspector' | 'bottom';

/** Sizes in pixels and what is folded away. */
export interface PanelLayout {
  /** Width, width and height. */
  readonly size: Readonly<Record<PanelName, number>>;
  readonly folded: Readonly<Record<PanelName, boolean>>;
}

/** What the window shows, apart from the document. */
export interface ViewState {
  readonly view: View;
  readonly theme: Theme;
  readonly panels: PanelLayout;
  readonly dialog: DialogName | null;
  /** The bottom panel's tab. */
  readonly bottomTab: 'summary' | 'problems';
  /** The canvas' zoom, 1 is 100 %. */
  readonly zoom: number;
  setView(view: View): void;
  setTheme(theme: Theme): void;
  openDialog(dialog: DialogName | null): void;
  setBottomTab(tab: ViewState['bottomTab']): void;
  resizePanel(panel: PanelName, size: number): void;
  foldPanel(panel: PanelName, folded: boolean): void;
  setZoom(zoom: number): void;
}

const DEFAULT_PANELS: PanelLayout = {
  size: { palette: 226, inspector: 318, bottom: 246 },
  folded: { palette: false, inspector: false, bottom: false },
};
const LIMITS: Readonly<Record<PanelName, readonly [number, number]>> = {
  palette: [180, 360],
  inspector: [260, 520],
  bottom: [110, 560],
};

/** What the window shows; sizes, folds and theme are remembered across sessions. */
export const useView = create<ViewState>()((set, get) => ({
  view: 'design',
  theme: recall('theme', 'system', isTheme),
  panels: recall('panels', DEFAULT_PANELS, isPanelLayout),
  dialog: null,
  bottomTab: 'summary',
  zoom: 1,
  setView: view => set({ view }),
  setTheme(theme) {
    remember('theme', theme);
    set({ theme });
  },
  openDialog: dialog => set({ dialog }),
  setBottomTab: bottomTab => set({ bottomTab }),
  resizePanel(panel, size) {
    const [least, most] = LIMITS[panel];
    const { panels } = get();
    const clamped = Math.round(Math.min(most, Math.max(least, size)));
    const next = { ...panels, size: { ...panels.size, [panel]: clamped } };
    remember('panels', next);
    set({ panels: next });
  },
  foldPanel(panel, folded) {
    const { panels } = get();
    const next = { ...panels, folded: { ...panels.folded, [panel]: folded } };
    remember('panels', next);
    set({ panels: next });
  },
  setZoom: zoom => set({ zoom }),
}));

function isTheme(value: unknown): value is Theme {
  return THEMES.some(theme => theme === value);
}

function isPanelLayout(value: unknown): value is PanelLayout {
  if (typeof value !== 'object' || value === null || !('size' in value) || !('folded' in value)) return false;
  const { size, folded } = value;
  return (['palette', 'inspector', 'bottom'] as const).every(
    panel => hasEntry(size, panel, 'number') && hasEntry(folded, panel, 'boolean'),
  );
}

function hasEntry(table: unknown, key: PanelName, type: 'number' | 'boolean'): boolean {
  return typeof table === 'object' && table !== null && typeof Reflect.get(table, key) === type;
}
