import { create } from 'zustand';
import { LEAST_MEMORY_LIMIT } from '../../shared/contract/runs.ts';
import { recall, remember } from './remembered.ts';

/** How trainings share this machine; settings of the window, not of the document. */
export interface RunOptions {
  /** A new run waits until those that train or wait have ended; else it trains beside them. */
  readonly waits: boolean;
  /** The most main memory that a training may hold, in megabytes; null for no limit. */
  readonly memoryLimit: number | null;
}

/** The choices of this window. Change them with {@link chooseRunOptions}. */
export const useRunOptions = create<RunOptions>()(() => ({
  waits: recall('run-waits', true, isBoolean),
  memoryLimit: recall('memory-limit', null, isLimit),
}));

/** Changes how trainings share the machine, for this and later sessions. */
export function chooseRunOptions(change: Partial<RunOptions>): void {
  useRunOptions.setState(change);
  const { waits, memoryLimit } = useRunOptions.getState();
  remember('run-waits', waits);
  remember('memory-limit', memoryLimit);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isLimit(value: unknown): value is number | null {
  return (
    value === null || (typeof value === 'number' && Number.isInteger(value) && value >= LEAST_MEMORY_LIMIT)
  );
}
