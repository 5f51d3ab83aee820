import { create } from 'zustand';
import {
  automaticEngine,
  type EngineName,
  type EngineStatus,
  engineNameSchema,
} from '../../shared/contract/engines.ts';
import type {
  DatasetInfo,
  Epoch,
  RunSummary,
  TrainingMemory,
  TrainingProgress,
} from '../../shared/contract/runs.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import { useEditor } from './editor-store.ts';
import { refreshEngines, useEngineStatuses } from './engines.ts';
import { followedBy, joined, withEpochs } from './epochs-of-run.ts';
import { onPreferences, preference, setPreference } from './preferences.ts';
import { useRunOptions } from './run-options.ts';
import { call, onServiceEvent, sentenceOf, useService } from './service.ts';

/** Data sets, the runs of the open document and how the running one stands; views come and go, this stays. */
export interface TrainingState {
  readonly datasets: readonly DatasetInfo[];
  /** The runs of this network, newest first; null until the service has told. */
  readonly runs: readonly RunSummary[] | null;
  /** Epochs by run, as far as they were asked for or came in. */
  readonly histories: Readonly<Record<string, readonly Epoch[]>>;
  /** The latest news of runs that are training. */
  readonly progress: Readonly<Record<string, TrainingProgress>>;
  /** The main memory of the processes that train on this service, by run; other documents' runs too. */
  readonly memory: Readonly<Record<string, TrainingMemory>>;
  /** The run whose curves are shown; null for the newest. */
  readonly shown: string | null;
  /** The run that the shown one is compared with; null for none. */
  readonly beside: string | null;
  /** The run whose weights export and try take; null for the newest with an epoch done. */
  readonly chosen: string | null;
  /** The run whose weights a new training begins with; null for fresh ones. */
  readonly begin: string | null;
  /** The engine the user chose; null for the best that is ready. */
  readonly engine: EngineName | null;
  /** A start that the service has not answered yet. */
  readonly isStarting: boolean;
  /** Why the last wish could not be fulfilled; null once another is. */
  readonly problem: string | null;
}

/** The state of training in this window. Change it with the functions of this file. */
export const useTraining = create<TrainingState>()(() => ({
  datasets: DATASETS,
  runs: null,
  histories: {},
  progress: {},
  memory: {},
  shown: null,
  beside: null,
  chosen: null,
  begin: null,
  engine: null,
  isStarting: false,
  problem: null,
}));

onPreferences(() => useTraining.setState({ engine: preference('engine') ?? null }));

/** The run that trains or is paused, of several the one that is shown; undefined when none. */
export function activeRun({ runs, shown }: TrainingState): RunSummary | undefined {
  const active = runs?.filter(isActive);
  return active?.find(run => run.path === shown) ?? active?.[0];
}

/** The run that the buttons steer: the shown one while it trains or waits, else one that trains, else one that waits. */
export function steeredRun(state: TrainingState): RunSummary | undefined {
  const shown = shownRun(state);
  if (shown && isBusy(shown)) return shown;
  return activeRun(state) ?? state.runs?.find(isBusy);
}

/** Whether a run's worker is alive. */
export function isActive(run: RunSummary): boolean {
  return run.status === 'running' || run.status === 'paused';
}

/** Whether a run trains, is paused or waits for its turn. */
export function isBusy(run: RunSummary): boolean {
  return isActive(run) || run.status === 'queued';
}

/** The run whose curves are shown: the chosen one, else the newest. */
export function shownRun({ runs, shown }: TrainingState): RunSummary | undefined {
  return runs?.find(run => run.path === shown) ?? runs?.[0];
}

/** The run whose weights export and try take: the chosen one, else the newest that has done an epoch. */
export function weightsRun({ runs, chosen }: TrainingState): RunSummary | undefined {
  return runs?.find(run => run.path === chosen) ?? runs?.find(hasWeights);
}

/** Whether a run has weights to export, to try and to begin with. */
export function hasWeights(run: RunSummary): boolean {
  return run.epochsDone > 0 || run.status === 'imported';
}

/** The run whose weights a new training begins with; undefined for fresh ones. */
export function beginRun({ runs, begin }: TrainingState): RunSummary | undefined {
  return begin === null ? undefined : runs?.find(run => run.path === begin);
}

/** Whether a run can go on. One that failed needs a checkpoint: from the beginning it would only fail again. */
export function isResumable(run: RunSummary): boolean {
  if (isBusy(run) || run.status === 'done' || run.status === 'imported') return false;
  return run.epochsDone < run.epochs && (run.status !== 'failed' || run.epochsDone > 0);
}

/**
 * The engine that a run can go on with where its own is not ready; null where its own is, and where nothing else is.
 *
 * @param run a run that ended early
 * @param engines what is ready; null until the service has told
 */
export function otherEngine(run: RunSummary, engines: readonly EngineStatus[] | null): EngineName | null {
  if (engines === null || engines.some(({ name, state }) => state === 'ready' && name === run.engine))
    return null;
  const best = automaticEngine(engines);
  return best === run.engine ? null : best;
}

/** The engine that the user chose, else the best that is ready. */
export function engineToUse(): EngineName {
  return useTraining.getState().engine ?? automaticEngine(useEngineStatuses.getState().engines ?? []);
}

/** Remembers the engine for this and later sessions; null takes the best that is ready. */
export function chooseEngine(engine: EngineName | null): void {
  setPreference('engine', engine);
  useTraining.setState({ engine });
}

/** Shows a run's curves and asks for its history. */
export function showRun(path: string): void {
  useTraining.setState({ shown: path });
  const run = useTraining.getState().runs?.find(known => known.path === path);
  if (run?.status !== 'imported') void loadHistory(path);
}

/** Draws a run's curves beside those of the shown one; null draws none. */
export function compareWith(path: string | null): void {
  useTraining.setState({ beside: path });
  if (path !== null) void loadHistory(path);
}

/** The run that the shown one is compared with. */
export function besideRun(state: TrainingState): RunSummary | undefined {
  const shown = shownRun(state);
  return state.runs?.find(run => run.path === state.beside && run.path !== shown?.path);
}

/** Makes a run's weights those that export and try take. */
export function chooseWeights(path: string): void {
  useTraining.setState({ chosen: path });
}

/** Lets new trainings begin with a run's weights; null for fresh ones. */
export function beginWith(path: string | null): void {
  useTraining.setState({ begin: path });
}

/** Whether a run can go on with the settings of the document: one that has weights and neither trains nor waits. */
export function canAdoptSettings(run: RunSummary): boolean {
  return !isBusy(run) && run.status !== 'imported' && run.epochsDone > 0;
}

/**
 * Begins a run with the document's settings, or goes on with one.
 *
 * @param resume the run to go on with; null for a new one
 * @param adoptSettings the run goes on with the document's settings, as far as a run may change them, instead of its own
 * @param other the engine to go on with instead of the run's own
 */
export async function startRun(
  resume: string | null = null,
  adoptSettings = false,
  other: EngineName | null = null,
): Promise<void> {
  if (useTraining.getState().isStarting) return;
  const { document, path } = useEditor.getState();
  // A run goes on exactly only on the engine that it began with; it takes another one only where the user says so.
  const own = useTraining.getState().runs?.find(run => run.path === resume)?.engine;
  const engine = other ?? engineNameSchema.safeParse(own).data ?? engineToUse();
  useTraining.setState({ isStarting: true, problem: null });
  try {
    const { run } = await call('training.start', {
      text: serializeDocument(document),
      path,
      engine,
      resume,
      weights: resume === null ? (beginRun(useTraining.getState())?.path ?? null) : null,
      adoptSettings,
      ...useRunOptions.getState(),
    });
    takeRun(run);
    useTraining.setState({ shown: run.path });
    if (resume !== null) void loadHistory(run.path);
  } catch (error) {
    useTraining.setState({ problem: sentenceOf(error) });
  } finally {
    useTraining.setState({ isStarting: false });
  }
}

/** Pauses, goes on with or stops a running run; stopping keeps the weights. */
export function steerRun(path: string, action: 'pause' | 'resume' | 'stop'): Promise<void> {
  return wish(() => call(`training.${action}`, { run: path }));
}

/** Removes a run with its weights from the disk. */
export function removeRun(path: string): Promise<void> {
  return wish(async () => {
    await call('runs.remove', { run: path });
    useTraining.setState(state => ({
      runs: state.runs?.filter(run => run.path !== path) ?? null,
      shown: state.shown === path ? null : state.shown,
      chosen: state.chosen === path ? null : state.chosen,
      begin: state.begin === path ? null : state.begin,
    }));
  });
}

/** Takes the sentence of the last refusal away. */
export function dismissProblem(): void {
  useTraining.setState({ problem: null });
}

async function wish(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    useTraining.setState({ problem: null });
  } catch (error) {
    useTraining.setState({ problem: sentenceOf(error) });
  }
}

/** A run that trains has done more epochs than its record says, which is written with each checkpoint only. */
function withLiveFigures(run: RunSummary): RunSummary {
  const known = useTraining.getState().runs?.find(({ path }) => path === run.path);
  if (!known || !isActive(known) || !isActive(run) || known.epochsDone <= run.epochsDone) return run;
  const { epochsDone, bestEpoch, duration } = known;
  return { ...run, epochsDone, bestEpoch, duration };
}

/** Puts a run's new state in the list. */
function takeRun(run: RunSummary): void {
  useTraining.setState(({ runs }) => {
    const others = (runs ?? []).filter(other => other.path !== run.path);
    return { runs: [...others, run].sort((a, b) => b.started - a.started) };
  });
}

let wanted = '';

/** Asks for the runs of the open document and the history of the shown one. */
export async function refreshRuns(): Promise<void> {
  const { path, document } = useEditor.getState();
  const key = JSON.stringify([path, document.name]);
  wanted = key;
  try {
    const runs = await call('runs.list', { path, name: document.name });
    if (wanted !== key) return;
    useTraining.setState({ runs });
    const shown = shownRun(useTraining.getState());
    if (shown && shown.status !== 'imported') await loadHistory(shown.path);
  } catch {
    // Without a service there are no runs; the view says so by the connection's state.
  }
}

async function loadHistory(path: string): Promise<void> {
  try {
    const history = await call('runs.history', { run: path });
    const run = useTraining.getState().runs?.find(known => known.path === path);
    const isAlive = run !== undefined && isActive(run);
    useTraining.setState(state => ({
      histories: {
        ...state.histories,
        [path]: isAlive ? joined(history, state.histories[path] ?? []) : history,
      },
    }));
  } catch (error) {
    useTraining.setState({ problem: sentenceOf(error) });
  }
}

/** Follows the service's news and the open document; called once. */
function follow(): void {
  onServiceEvent('training.status', ({ run }) => {
    // The service tells every window of every run: one that is not in the list may be another document's.
    if (!useTraining.getState().runs?.some(({ path }) => path === run.path)) {
      void refreshRuns();
      return;
    }
    takeRun(withLiveFigures(run));
    // What counts in the end is what was kept on the disk: a killed worker may have told more.
    if (!isBusy(run)) void loadHistory(run.path);
    // Its set-up is offered then.
    if (run.code === 'engine.not-ready') refreshEngines();
  });
  onServiceEvent('training.status', ({ run }) => {
    if (isActive(run)) return;
    useTraining.setState(({ memory }) => {
      const { [run.path]: _, ...others } = memory;
      return { memory: others };
    });
  });
  onServiceEvent('training.memory', memory =>
    useTraining.setState(state => ({ memory: { ...state.memory, [memory.run]: memory } })),
  );
  onServiceEvent('training.progress', progress =>
    useTraining.setState(state => ({ progress: { ...state.progress, [progress.run]: progress } })),
  );
  onServiceEvent('training.epochs', ({ run, epochs }) =>
    useTraining.setState(({ histories, runs }) => ({
      histories: { ...histories, [run]: followedBy(histories[run] ?? [], epochs) },
      runs: runs?.map(known => (known.path === run ? withEpochs(known, epochs) : known)) ?? null,
    })),
  );
  const connected = () => {
    call('datasets.list', {}).then(
      datasets => useTraining.setState({ datasets }),
      () => undefined,
    );
    void refreshRuns();
  };
  useService.subscribe((state, before) => {
    if (state.connection === 'open' && before.connection !== 'open') connected();
  });
  useEditor.subscribe((state, before) => {
    const isOther = state.loads !== before.loads;
    if (!isOther && state.path === before.path && state.document.name === before.document.name) return;
    if (isOther)
      useTraining.setState({
        runs: null,
        shown: null,
        beside: null,
        chosen: null,
        begin: null,
        problem: null,
      });
    if (useService.getState().connection === 'open') void refreshRuns();
  });
  if (useService.getState().connection === 'open') connected();
}
follow();
