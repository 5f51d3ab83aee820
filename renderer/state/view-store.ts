import { create } from 'zustand';
import type { Theme } from '../../shared/contract/preferences.ts';
import { onPreferences, preference, setPreference } from './preferences.ts';

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
  theme: 'system',
  panels: DEFAULT_PANELS,
  dialog: null,
  bottomTab: 'summary',
  zoom: 1,
  setView: view => set({ view }),
  setTheme(theme) {
    setPreference('theme', theme);
    set({ theme });
  },
  openDialog: dialog => set({ dialog }),
  setBottomTab: bottomTab => set({ bottomTab }),
  resizePanel(panel, size) {
    const { panels } = get();
    const clamped = clamp(panel, size);
    setPreference(`panel-size.${panel}`, clamped);
    set({ panels: { ...panels, size: { ...panels.size, [panel]: clamped } } });
  },
  foldPanel(panel, folded) {
    const { panels } = get();
    setPreference(`panel-folded.${panel}`, folded);
    set({ panels: { ...panels, folded: { ...panels.folded, [panel]: folded } } });
  },
  setZoom: zoom => set({ zoom }),
}));

onPreferences(() => useView.setState({ theme: preference('theme') ?? 'system' }), true);
// A window's panels stay where they are while another one's are moved.
onPreferences(() => {
  const { size, folded } = DEFAULT_PANELS;
  const sizeOf = (panel: PanelName) => clamp(panel, preference(`panel-size.${panel}`) ?? size[panel]);
  const isFolded = (panel: PanelName) => preference(`panel-folded.${panel}`) ?? folded[panel];
  useView.setState({
    panels: {
      size: { palette: sizeOf('palette'), inspector: sizeOf('inspector'), bottom: sizeOf('bottom') },
      folded: { palette: isFolded('palette'), inspector: isFolded('inspector'), bottom: isFolded('bottom') },
    },
  });
});

function clamp(panel: PanelName, size: number): number {
  const [least, most] = LIMITS[panel];
  return Math.round(Math.min(most, Math.max(least, size)));
}
