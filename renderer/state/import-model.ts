import { create } from 'zustand';
import type { ImportReport, ImportResult } from '../../shared/contract/imports.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import { loadPlaced } from './document-files.ts';
import { useEditor } from './editor-store.ts';
import { baseName, stemOf } from './model-files.ts';
import { tell } from './notices.ts';
import { call, onServiceEvent, sentenceOf } from './service.ts';
import { useTraining } from './training-store.ts';
import { upload } from './upload.ts';
import { useView } from './view-store.ts';

/** The longest name that a document may have (document/schema.ts). */
const MAX_NAME = 200;

/** What became of the file that the open document was imported from. */
export interface KeptReport {
  readonly file: string;
  readonly report: ImportReport;
  /** The load of the editor that it belongs to: another document has another one, or none. */
  readonly loads: number;
}

interface ImportState {
  /** The import under way; null for none. */
  readonly running: {
    readonly file: string;
    readonly doing: 'bringing' | 'reading' | 'drawing';
    /** 0 to 1 where it is known. */
    readonly share: number | null;
  } | null;
  /** Why the last import failed; null once it was seen. */
  readonly problem: { readonly file: string; readonly sentence: string } | null;
  readonly kept: KeptReport | null;
}

/** The import under way and the report of the last one. */
export const useImport = create<ImportState>()(() => ({ running: null, problem: null, kept: null }));

// The network was shown before its weights were copied: without them it would train and export fresh ones.
onServiceEvent('import.weights-lost', ({ run, file, sentence }) => {
  const { chosen, begin } = useTraining.getState();
  if (chosen !== run && begin !== run) return;
  useTraining.setState({ chosen: chosen === run ? null : chosen, begin: begin === run ? null : begin });
  tell(
    `The weights of ${baseName(file)} could not be kept; open it again to have them. ${sentence}`,
    'error',
  );
});

let stop: (() => void) | null = null;

/** Starts the process that reads a model: a file is about to be chosen or brought. */
export function prepareImport(): void {
  // It only saves time: without it the process is started with the file.
  void call('import.prepare', {}).catch(() => undefined);
}

/** Ends the import under way; the open document stays. */
export function cancelImport(): void {
  stop?.();
}

/** The report that belongs to the open document; null when it was not imported in this window. */
export function reportOfOpen(): KeptReport | null {
  const { kept } = useImport.getState();
  return kept?.loads === useEditor.getState().loads ? kept : null;
}

/**
 * Imports a model that lies where the service can read it. The open document is left: ask before.
 *
 * @returns whether it was opened
 */
export function importModel(path: string): Promise<boolean> {
  return run(baseName(path), () => Promise.resolve(path));
}

/**
 * Imports a model of the user's own machine.
 *
 * @param model the file
 * @param files those that came with it, among them the model's weights
 */
export function importFiles(model: File, files: readonly File[]): Promise<boolean> {
  const others = files.filter(file => file !== model);
  return run(model.name, async signal => {
    prepareImport();
    const told = (share: number) =>
      useImport.setState({ running: { file: model.name, doing: 'bringing', share } });
    const { path } = await upload([model, ...others], told, signal);
    return path;
  });
}

async function run(file: string, bring: (signal: AbortSignal) => Promise<string>): Promise<boolean> {
  if (useImport.getState().running) {
    tell('Another model is being imported; cancel that first.', 'error');
    return false;
  }
  const controller = new AbortController();
  stop = () => controller.abort();
  useImport.setState({ running: { file, doing: 'reading', share: null }, problem: null });
  useView.getState().openDialog('importing');
  try {
    const path = await bring(controller.signal);
    controller.signal.throwIfAborted();
    stop = () => {
      controller.abort();
      void call('import.cancel', { path }).catch(() => undefined);
    };
    useImport.setState({ running: { file, doing: 'reading', share: null } });
    const result = await call('import.model', { path });
    controller.signal.throwIfAborted();
    useImport.setState({ running: { file, doing: 'drawing', share: null } });
    await show(file, result, controller.signal);
    return true;
  } catch (error) {
    const wasWished = controller.signal.aborted;
    useImport.setState({ problem: wasWished ? null : { file, sentence: sentenceOf(error) } });
    if (wasWished && useView.getState().dialog === 'importing') useView.getState().openDialog(null);
    return false;
  } finally {
    stop = null;
    useImport.setState({ running: null });
  }
}

/** Opens what came of an import as an unsaved document whose weights are a run, and tells what became of what. */
async function show(file: string, { text, run, report }: ImportResult, signal: AbortSignal): Promise<void> {
  // The runs of an unsaved document are found by its name, and the imported weights lie under the file's.
  const name = stemOf(file).slice(0, MAX_NAME) || 'imported';
  await loadPlaced({ ...parseDocument(text), name }, { path: null, stamp: null, isUnsaved: true });
  signal.throwIfAborted();
  useTraining.setState({ chosen: run, begin: run });
  useImport.setState({ kept: { file, report, loads: useEditor.getState().loads } });
  useView.getState().setView('design');
  useView.getState().openDialog('import-report');
}
