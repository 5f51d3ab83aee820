import type { Json } from '../../shared/document/json.ts';
import type { NetloomDocument, TrainingSettings } from '../../shared/document/schema.ts';
import type { CompleteOptimizer, CompleteTraining } from '../../shared/document/training-defaults.ts';
import { slotNames } from '../engines/optimizer.ts';
import { RunError } from '../runs/run-error.ts';
import { trainingPlan } from './plan.ts';

/** Settings that a run may change when it goes on: they say how it learns from here, not what it learned with. */
const MAY_CHANGE: ReadonlySet<string> = new Set([
  'epochs',
  'schedule',
  'reduceOnPlateau',
  'layerRates',
  'earlyStopping',
  'checkpoints',
]);

/** What becomes of a run's settings. */
export interface ChangedSettings {
  /** The run's document with the new settings. */
  readonly document: NetloomDocument;
  /** Epochs to have done at the end. */
  readonly epochs: number;
  /** The new values by their path: `optimizer.learning_rate`. */
  readonly changes: Readonly<Record<string, Json>>;
}

/**
 * The settings with which a run goes on. Those that its data, its batches or the optimizer's state hang on stay.
 *
 * @param document the run's own, as trained so far
 * @param wanted the training settings to go on with, complete: what is left out takes its default
 * @throws RunError `run.setting` naming what cannot change, with both values
 */
export function changedSettings(document: NetloomDocument, wanted: TrainingSettings): ChangedSettings {
  const before = trainingPlan(document).settings;
  const changed = { ...document, training: wanted };
  const after = trainingPlan(changed).settings;
  const old = leaves(before);
  const now = leaves(after);
  const entries = [...new Set([...now.keys(), ...old.keys()])].flatMap(key => {
    const value = now.get(key) ?? null;
    return JSON.stringify(old.get(key) ?? null) === JSON.stringify(value) ? [] : [[key, value] as const];
  });
  const refused = entries.filter(([key, value]) => !mayChange(key, value, before.optimizer));
  const [first] = refused.sort(([a], [b]) => Number(b === NAME) - Number(a === NAME));
  if (first) {
    const [key, value] = first;
    throw new RunError(
      'run.setting',
      `The run was trained with ${key} ${JSON.stringify(old.get(key) ?? null)} and cannot go on with ${JSON.stringify(value)}. Leave it as it was, or begin a new run with the weights of this one.`,
    );
  }
  return { document: changed, epochs: after.epochs, changes: Object.fromEntries(entries) };
}

const NAME = 'optimizer.name';

/** Whether one setting may change; the optimizer goes on from its state, so it must keep the same. */
function mayChange(key: string, value: Json, optimizer: CompleteOptimizer): boolean {
  const [first = '', inner = ''] = key.split('.');
  if (first !== 'optimizer') return MAY_CHANGE.has(first);
  if (key === NAME || inner === 'gradient_accumulation_steps') return false;
  const after = { ...optimizer, [inner]: value };
  return slotNames(optimizer).join() === slotNames(after).join();
}

/** Every value of settings by its path; lists count as one value. */
function leaves(settings: CompleteTraining): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const visit = (path: string, value: Json | undefined) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, inner);
    else found.set(path, value ?? null);
  };
  visit('', JSON.parse(JSON.stringify(settings)));
  return found;
}
