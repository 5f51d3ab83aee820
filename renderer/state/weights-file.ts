import { create } from 'zustand';
import type { WeightsLoaded } from '../../shared/contract/runs.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';
import { useEditor } from './editor-store.ts';
import { baseName } from './model-files.ts';
import { tell } from './notices.ts';
import { call, sentenceOf } from './service.ts';
import { refreshRuns, useTraining } from './training-store.ts';
import { upload } from './upload.ts';
import { useView } from './view-store.ts';

interface WeightsFileState {
  /** What became of the last file of weights, and its name. */
  readonly loaded: { readonly file: string; readonly result: WeightsLoaded } | null;
  /**
   * Loads weights of a file into the open network as a run; what matched is shown.
   *
   * @param path as the service understands it
   * @returns whether any tensor fitted
   */
  load(path: string): Promise<boolean>;
  /** The same for a file of the user's own machine. */
  bring(file: File): Promise<boolean>;
}

/** Loading weights from safetensors into the open network. */
export const useWeightsFile = create<WeightsFileState>()((set, get) => ({
  loaded: null,
  async load(path) {
    const { document, path: own } = useEditor.getState();
    if (Object.keys(document.nodes).length === 0) {
      tell('A file of weights needs a network to go into: open the network first.', 'error');
      return false;
    }
    try {
      const text = serializeDocument(document);
      const result = await call('weights.load', { text, path, document: own });
      set({ loaded: { file: baseName(path), result } });
      await refreshRuns();
      if (result.run !== null) useTraining.setState({ chosen: result.run, begin: result.run });
      useView.getState().openDialog('load-weights');
      return result.run !== null;
    } catch (error) {
      tell(`${baseName(path)} could not be loaded: ${sentenceOf(error)}`, 'error');
      return false;
    }
  },
  async bring(file) {
    try {
      const { path } = await upload([file], () => undefined, new AbortController().signal);
      return await get().load(path);
    } catch (error) {
      tell(`${file.name} could not be brought here: ${sentenceOf(error)}`, 'error');
      return false;
    }
  },
}));
