import { create } from 'zustand';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import { tell } from './notices.ts';
import { chooseFile } from './requests.ts';
import { call, sentenceOf } from './service.ts';
import { useView } from './view-store.ts';

/** A network that the open one is compared with. */
export interface ComparisonEntry {
  /** Its file, or the template's name. */
  readonly source: string;
  readonly document: NetloomDocument;
}

interface ComparisonState {
  readonly entries: readonly ComparisonEntry[];
  add(entry: ComparisonEntry): void;
  remove(source: string): void;
  /** Lets the user choose a file and adds it. Failures are told as a notice. */
  addFile(): Promise<void>;
}

/** The networks beside the open one in the comparison. */
export const useComparison = create<ComparisonState>()((set, get) => ({
  entries: [],
  add(entry) {
    set({ entries: [...get().entries.filter(({ source }) => source !== entry.source), entry] });
  },
  remove(source) {
    set({ entries: get().entries.filter(entry => entry.source !== source) });
  },
  async addFile() {
    const path = await chooseFile({
      mode: 'open',
      title: 'Compare with a network',
      kinds: ['netloom'],
      suggestedName: '',
    });
    // The file dialog has taken the place of the comparison.
    useView.getState().openDialog('compare');
    if (path === null) return;
    try {
      const opened = await call('documents.open', { path });
      get().add({ source: opened.path, document: parseDocument(opened.text) });
    } catch (error) {
      tell(`${path} could not be opened: ${sentenceOf(error)}`, 'error');
    }
  },
}));
