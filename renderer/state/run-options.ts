import { create } from 'zustand';
import { onPreferences, preference, setPreference } from './preferences.ts';

/** How trainings share this machine; settings of the window, not of the document. */
export interface RunOptions {
  /** A new run waits until those that train or wait have ended; else it trains beside them. */
  readonly waits: boolean;
  /** The most main memory that a training may hold, in megabytes; null for no limit. */
  readonly memoryLimit: number | null;
}

/** The choices of this window. Change them with {@link chooseRunOptions}. */
export const useRunOptions = create<RunOptions>()(() => ({
  waits: true,
  memoryLimit: null,
}));

/** Changes how trainings share the machine, for this and later sessions. */
export function chooseRunOptions(change: Partial<RunOptions>): void {
  useRunOptions.setState(change);
  if (change.waits !== undefined) setPreference('run-waits', change.waits);
  if (change.memoryLimit !== undefined) setPreference('memory-limit', change.memoryLimit);
}

onPreferences(() =>
  useRunOptions.setState({
    waits: preference('run-waits') ?? true,
    memoryLimit: preference('memory-limit') ?? null,
  }),
);
