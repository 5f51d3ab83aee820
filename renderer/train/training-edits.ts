import { produce } from 'immer';
import { DATA_DEFAULTS, type DataSettings } from '../../shared/document/data-settings.ts';
import type { DocumentEdit } from '../../shared/document/edits.ts';
import type { Parsed } from '../../shared/document/json.ts';
import type { OptimizerSettings, TrainingSettings } from '../../shared/document/schema.ts';
import {
  COMMON_OPTIMIZER_SETTINGS,
  type CompleteOutput,
  OPTIMIZER_DEFAULTS,
  OPTIMIZER_SETTINGS,
  TRAINING_DEFAULTS,
} from '../../shared/document/training-defaults.ts';

/** The settings of an optimizer beside its name. */
export type OptimizerKey = keyof Omit<OptimizerSettings, 'name'>;

/** Settings that are one value each. */
type PlainKey =
  | 'dataset'
  | 'epochs'
  | 'batchSize'
  | 'split'
  | 'seed'
  | 'schedule'
  | 'reduceOnPlateau'
  | 'earlyStopping'
  | 'checkpoints';

/**
 * Sets one training setting; a value at its default is left out of the document.
 *
 * @param training what the document holds
 * @param key the setting
 * @param value its new value
 */
export function withSetting<K extends PlainKey>(
  training: TrainingSettings,
  key: K,
  value: Exclude<TrainingSettings[K], undefined>,
): TrainingSettings {
  const { [key]: _, ...rest } = training;
  const standard = { dataset: undefined, ...TRAINING_DEFAULTS }[key];
  return JSON.stringify(standard) === JSON.stringify(value) ? rest : { ...rest, [key]: value };
}

/**
 * Changes how the data are read and prepared; what is undefined or at its default is left out.
 *
 * @param training what the document holds
 * @param change the settings to change
 */
export function withData(training: TrainingSettings, change: DataSettings): TrainingSettings {
  const standard: Readonly<Record<string, unknown>> = DATA_DEFAULTS;
  const entries = Object.entries({ ...training.data, ...change }).filter(
    ([key, value]) => value !== undefined && standard[key] !== value,
  );
  const { data: _, ...rest } = training;
  return entries.length === 0 ? rest : { ...rest, data: Object.fromEntries(entries) };
}

/**
 * Chooses the columns or the array of an input or output.
 *
 * @param training what the document holds
 * @param port the input or output
 * @param names its columns; none for those of its own name
 */
export function withColumns(
  training: TrainingSettings,
  port: string,
  names: readonly string[],
): TrainingSettings {
  const { [port]: _, ...others } = training.data?.columns ?? {};
  const columns = names.length === 0 ? others : { ...others, [port]: names };
  return withData(training, { columns: Object.keys(columns).length > 0 ? columns : undefined });
}

/**
 * Chooses an optimizer. Settings that differ from the default and that the new one has too are kept, but for the learning
 * rate: each optimizer's own default suits it.
 *
 * @param training what the document holds
 * @param name the optimizer
 */
export function withOptimizer(training: TrainingSettings, name: OptimizerSettings['name']): TrainingSettings {
  const before = training.optimizer;
  const kept = [...OPTIMIZER_SETTINGS[name], ...COMMON_OPTIMIZER_SETTINGS].flatMap(key => {
    const value = key === 'learning_rate' ? undefined : before?.[key];
    return value === undefined || value === OPTIMIZER_DEFAULTS[name][key] ? [] : [[key, value]];
  });
  return withOptimizerSettings(training, { name, ...Object.fromEntries(kept) });
}

/**
 * Sets one setting of the optimizer; a value at its default is left out.
 *
 * @param training what the document holds
 * @param key the setting
 * @param value its new value
 */
export function withOptimizerSetting(
  training: TrainingSettings,
  key: OptimizerKey,
  value: number | boolean | null,
): TrainingSettings {
  const before: OptimizerSettings = training.optimizer ?? { name: TRAINING_DEFAULTS.optimizer };
  const { [key]: _, ...rest } = before;
  const isStandard = OPTIMIZER_DEFAULTS[before.name][key] === value;
  return withOptimizerSettings(training, isStandard ? rest : { ...rest, [key]: value });
}

function withOptimizerSettings(training: TrainingSettings, optimizer: OptimizerSettings): TrainingSettings {
  const { optimizer: _, ...rest } = training;
  const isStandard = optimizer.name === TRAINING_DEFAULTS.optimizer && Object.keys(optimizer).length === 1;
  return isStandard ? rest : { ...rest, optimizer };
}

/**
 * Sets loss, weight and metrics of one output; settings at their defaults are left out.
 *
 * @param training what the document holds
 * @param output the output's node
 * @param wish the complete settings
 * @param standard the complete defaults for that output
 */
export function withOutput(
  training: TrainingSettings,
  output: string,
  wish: CompleteOutput,
  standard: CompleteOutput,
): TrainingSettings {
  return produce(training, draft => {
    const outputs = { ...draft.outputs };
    delete outputs[output];
    const same = (key: keyof CompleteOutput) => JSON.stringify(wish[key]) === JSON.stringify(standard[key]);
    const { lossSettings = {}, metricSettings = {} } = wish;
    const has = (settings: object) => Object.keys(settings).length > 0;
    if (!same('loss') || !same('weight') || !same('metrics') || has(lossSettings) || has(metricSettings))
      outputs[output] = {
        loss: wish.loss,
        ...(has(lossSettings) ? { lossSettings } : {}),
        ...(has(metricSettings) ? { metricSettings } : {}),
        ...(same('weight') ? {} : { weight: wish.weight }),
        ...(same('metrics') ? {} : { metrics: [...wish.metrics] }),
      };
    if (Object.keys(outputs).length > 0) draft.outputs = outputs;
    else delete draft.outputs;
  });
}

/** The edit that carries new settings into the document. */
export function trainingEdit(training: TrainingSettings): readonly DocumentEdit[] {
  return [{ kind: 'setTraining', training }];
}

/** A split as the field shows it: `80 / 10 / 10`. */
export function splitText(split: readonly [number, number, number]): string {
  return split.map(part => Number((part * 100).toFixed(2))).join(' / ');
}

/**
 * Reads a split: three percentages of training, validation and test that make 100.
 *
 * @param text e.g. `80 / 10 / 10` or `80,10,10`
 */
export function parseSplit(
  text: string,
):
  | { readonly ok: true; readonly value: readonly [number, number, number] }
  | { readonly ok: false; readonly message: string } {
  const parts = text
    .split(/[\s/,;%]+/)
    .filter(Boolean)
    .map(Number);
  const [train = Number.NaN, validation = Number.NaN, test = Number.NaN] = parts;
  if (parts.length !== 3 || !parts.every(part => part >= 0))
    return { ok: false, message: `must be three percentages such as 80 / 10 / 10; got "${text.trim()}"` };
  const sum = train + validation + test;
  if (Math.abs(sum - 100) > 0.01)
    return {
      ok: false,
      message: `must make 100 %; ${train} + ${validation} + ${test} is ${Number(sum.toFixed(2))}`,
    };
  if (train === 0) return { ok: false, message: 'must leave samples to train on; the first share is 0' };
  return { ok: true, value: [train / 100, validation / 100, test / 100] };
}

/**
 * Reads the steps of a learning rate.
 *
 * @param text from when on which rate holds, e.g. `10: 0.001, 20: 0.0001`
 */
export function parseRateSteps(text: string): Parsed<readonly (readonly [number, number])[]> {
  const steps = text.split(',').map(part => part.split(':').map(Number));
  const pairs = steps.flatMap(([from, rate, ...more]) =>
    from !== undefined && rate !== undefined && more.length === 0 && from > 0 && rate > 0
      ? [[from, rate] as const]
      : [],
  );
  if (pairs.length !== steps.length)
    return { ok: false, message: `must be pairs such as 10: 0.001, 20: 0.0001; got "${text.trim()}"` };
  if (pairs.some(([from], i) => i > 0 && from <= (pairs[i - 1]?.[0] ?? 0)))
    return { ok: false, message: `must come in ascending order; got "${text.trim()}"` };
  return { ok: true, value: pairs };
}
