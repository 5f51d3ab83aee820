import { create } from 'zustand';
import type { DataPreview } from '../../shared/contract/data.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { TRAINING_DEFAULTS } from '../../shared/document/training-defaults.ts';
import { networkPorts } from '../../shared/training/network-ports.ts';
import { useEditor } from './editor-store.ts';
import { call, sentenceOf, useService } from './service.ts';
import { useTraining } from './training-store.ts';

/** What was found when the document's data were looked at. */
export interface DataState {
  /** What was asked, as text; tells whether an answer is still wanted. */
  readonly question: string | null;
  /** The data as the document names them. */
  readonly name: string | null;
  readonly isLooking: boolean;
  readonly preview: DataPreview | null;
  /** Why the data cannot be read; null when they can. */
  readonly problem: string | null;
}

/** The preview of the document's data. */
export const useData = create<DataState>()(() => ({
  question: null,
  name: null,
  isLooking: false,
  preview: null,
  problem: null,
}));

/**
 * Looks at the data that the document names, unless that was done already. Data from the disk then stand among the data sets, so
 * that everything that asks for their shapes finds them.
 */
export async function lookAtData(): Promise<void> {
  const { document, inference, path } = useEditor.getState();
  const {
    dataset: name,
    data: settings = {},
    split = TRAINING_DEFAULTS.split,
    seed = TRAINING_DEFAULTS.seed,
  } = document.training ?? {};
  if (name === undefined || useService.getState().connection !== 'open') return;
  const asked = { name, settings, split, seed, path, network: networkPorts(inference) };
  const question = JSON.stringify(asked);
  if (useData.getState().question === question) return;
  // What was found in the same data stays while they are looked at again: a setting that changed moves nothing.
  useData.setState(before => ({
    question,
    name,
    isLooking: true,
    problem: null,
    preview: before.name === name ? before.preview : null,
  }));
  const isWanted = () => useData.getState().question === question;
  try {
    const preview = await call('data.preview', asked);
    if (!isWanted()) return;
    take(name, preview);
    useData.setState({ isLooking: false, preview });
  } catch (error) {
    if (isWanted()) useData.setState({ isLooking: false, preview: null, problem: sentenceOf(error) });
  }
}

/**
 * Looks at the data that a run learned from, as the run read them: they then stand among the data sets, though the document names none or others.
 *
 * @param run a run whose data are from the disk
 * @returns null, or the sentence why they cannot be read
 */
export async function lookAtRunData(run: RunSummary): Promise<string | null> {
  const { inference, path } = useEditor.getState();
  const { split, seed } = TRAINING_DEFAULTS;
  try {
    const question = { name: run.dataset, settings: {}, split, seed, path, run: run.path };
    take(run.dataset, await call('data.preview', { ...question, network: networkPorts(inference) }));
    return null;
  } catch (error) {
    return sentenceOf(error);
  }
}

/** Puts data from the disk among the data sets, under the name that the document has for them and the one that runs have. */
function take(name: string, { report }: DataPreview): void {
  if (report.kind === 'built-in') return;
  const { title, description, samples } = report;
  const inputs = report.inputs.map(({ range: _, ...input }) => input);
  const targets = report.targets.map(({ balance: _, range: __, ...target }) => target);
  const info = { title, description, samples, inputs, targets };
  const names = new Set([name, report.name]);
  useTraining.setState(({ datasets }) => ({
    datasets: [
      ...datasets.filter(dataset => !names.has(dataset.name)),
      ...[...names].map(own => ({ ...info, name: own })),
    ],
  }));
}
