import { create } from 'zustand';
import type { SummaryFormat } from '../../../shared/analysis/summary-formats.ts';
import { type ExportResult, MODEL_FORMATS, type ModelFormat } from '../../../shared/contract/exports.ts';
import { serializeDocument } from '../../../shared/document/serialize.ts';
import { useEditor } from '../../state/editor-store.ts';
import { chooseFile } from '../../state/requests.ts';
import { call, sentenceOf } from '../../state/service.ts';
import { useTraining, weightsRun } from '../../state/training-store.ts';
import { useView } from '../../state/view-store.ts';

/** What can be exported. */
export type ExportKind = 'onnx' | ModelFormat | 'picture' | 'summary';

/** What the user chose; kept while the window is open. */
export interface ExportSettings {
  readonly kind: ExportKind;
  /** The run whose weights are written; null for fresh ones. */
  readonly run: string | null;
  readonly seed: number;
  /** Null for the one that the network came with, or that most runtimes read. */
  readonly opset: number | null;
  readonly layout: 'nhwc' | 'nchw';
  readonly verify: boolean;
  /** Whether the run's scaling goes into the model. */
  readonly withScaling: boolean;
  readonly picture: 'svg' | 'png';
  readonly theme: 'light' | 'dark';
  readonly summary: SummaryFormat;
}

/** An export under way, done, or failed with a sentence. */
export type ExportState =
  | { readonly at: 'idle' }
  | { readonly at: 'running'; readonly path: string }
  | { readonly at: 'done'; readonly result: ExportResult }
  | { readonly at: 'failed'; readonly message: string };

interface ExportStore {
  readonly settings: ExportSettings;
  readonly state: ExportState;
  set(settings: Partial<ExportSettings>): void;
}

/** The export dialog's settings and what became of the last export. */
export const useExport = create<ExportStore>()(set => ({
  settings: {
    kind: 'onnx',
    run: null,
    seed: 1,
    opset: null,
    layout: 'nhwc',
    verify: true,
    withScaling: false,
    picture: 'svg',
    theme: 'light',
    summary: 'markdown',
  },
  state: { at: 'idle' },
  set: changed => set(store => ({ settings: { ...store.settings, ...changed }, state: { at: 'idle' } })),
}));

const SUMMARY_EXTENSIONS: Readonly<Record<SummaryFormat, string>> = {
  text: 'txt',
  json: 'json',
  csv: 'csv',
  markdown: 'md',
  latex: 'tex',
};

const MODEL_EXTENSIONS: Readonly<Record<ModelFormat, string>> = {
  keras: 'keras',
  h5: 'h5',
  tfjs: 'json',
  'keras-code': 'py',
  pytorch: 'py',
  safetensors: 'safetensors',
};

/** Whether a kind is a model in another program's format. */
export function isModelFormat(kind: ExportKind): kind is ModelFormat {
  return MODEL_FORMATS.some(format => format === kind);
}

/** Whether weights are written, so that it counts whose. */
export function holdsWeights(kind: ExportKind): boolean {
  return kind === 'onnx' || isModelFormat(kind);
}

/** The file extension that the settings lead to, without the dot. */
export function exportExtension({ kind, picture, summary }: ExportSettings): string {
  if (kind === 'onnx') return 'onnx';
  if (isModelFormat(kind)) return MODEL_EXTENSIONS[kind];
  return kind === 'picture' ? picture : SUMMARY_EXTENSIONS[summary];
}

/** Lets the user choose a file, writes it, and comes back to the export dialog with the outcome. */
export async function runExport(): Promise<void> {
  const { settings } = useExport.getState();
  const { document } = useEditor.getState();
  const extension = exportExtension(settings);
  const path = await chooseFile({
    mode: 'save',
    title: 'Export to',
    kinds: [extension],
    suggestedName: `${document.name}.${extension}`,
  });
  useView.getState().openDialog('export');
  if (path === null) return;
  useExport.setState({ state: { at: 'running', path } });
  try {
    const result = await write(settings, serializeDocument(document), path);
    useExport.setState({ state: { at: 'done', result } });
  } catch (error) {
    useExport.setState({ state: { at: 'failed', message: sentenceOf(error) } });
  }
}

/**
 * How a run scales its inputs, in words; null where it does not, so that nothing can go into the model.
 *
 * @param path the run's; null for fresh weights
 */
export function scalingWords(path: string | null): string | null {
  return useTraining.getState().runs?.find(run => run.path === path)?.scaling ?? null;
}

function write(settings: ExportSettings, text: string, path: string): Promise<ExportResult> {
  const { kind, run, seed, opset, layout, verify, picture, theme, summary } = settings;
  if (kind === 'onnx') {
    const withScaling = settings.withScaling && scalingWords(run) !== null;
    return call('export.onnx', { text, path, run, opset, layout, seed, verify, withScaling });
  }
  if (isModelFormat(kind)) return call('export.model', { text, path, format: kind, run, seed });
  if (kind === 'picture') return call('export.picture', { text, path, format: picture, theme });
  return call('export.summary', { text, path, format: summary });
}

/**
 * Brings an exported file to the machine on which the browser runs.
 *
 * @throws ServiceError with a sentence
 */
export async function downloadExport(path: string): Promise<void> {
  const { name, base64 } = await call('export.download', { path });
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes]));
  const link = window.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** The dialog takes the weights in use, until the user chooses others there. */
function followWeights(): void {
  const path = () => weightsRun(useTraining.getState())?.path ?? null;
  let known = path();
  const tell = () => useExport.getState().set({ run: known });
  useTraining.subscribe(() => {
    const next = path();
    if (next === known) return;
    known = next;
    tell();
  });
  tell();
}
followWeights();
