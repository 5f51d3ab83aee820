import type { Epoch } from '../contract/runs.ts';
import type { TrainingSettings } from '../document/schema.ts';

type EarlyStopping = NonNullable<TrainingSettings['earlyStopping']>;
type Plateau = NonNullable<TrainingSettings['reduceOnPlateau']>;

/** What is watched from epoch to epoch. */
export type Watched = Pick<EarlyStopping, 'monitor' | 'mode' | 'min_delta' | 'start_from_epoch'>;

/** Metrics that are better when they are larger. */
const RISING = /accuracy|precision|recall|f1|auc|iou|r2|cosine/;

/**
 * The figure of an epoch by its name, as Keras's callbacks call it.
 *
 * @param monitor `loss` or a metric, with `val_` in front for the validation samples; left out: the loss of validation, or of training
 *   where nothing is set aside for validation
 * @returns undefined where the epoch has no such figure
 */
export function watchedFigure(epoch: Epoch, monitor: string | undefined): number | undefined {
  if (monitor === undefined) return epoch.valLoss ?? epoch.loss;
  const isValidation = monitor.startsWith('val_');
  const name = isValidation ? monitor.slice('val_'.length) : monitor;
  if (name === 'loss') return (isValidation ? epoch.valLoss : epoch.loss) ?? undefined;
  const metrics = isValidation ? epoch.valMetrics : epoch.metrics;
  const figure = metrics?.[name];
  if (figure !== undefined || name !== 'accuracy') return figure;
  return (isValidation ? epoch.valAccuracy : epoch.accuracy) ?? undefined;
}

/** Whether a figure is better than another one by more than `min_delta`. */
function isBetter(value: number, than: number, { monitor, mode = 'auto', min_delta = 0 }: Watched): boolean {
  const isRising = mode === 'max' || (mode === 'auto' && RISING.test(monitor ?? ''));
  return isRising ? value - min_delta > than : value + min_delta < than;
}

/** The best epoch so far. */
export interface BestSoFar {
  /** Null before the first that counts. */
  readonly best: { readonly epoch: number; readonly value: number } | null;
  /** For how many epochs there was no better one. */
  readonly wait: number;
}

/** The best epoch with one more epoch: what keras.callbacks.EarlyStopping counts. */
export function withEpoch(soFar: BestSoFar, epoch: Epoch, watched: Watched): BestSoFar {
  const value = watchedFigure(epoch, watched.monitor);
  if (value === undefined || epoch.epoch <= (watched.start_from_epoch ?? 0)) return soFar;
  const { best, wait } = soFar;
  if (best !== null && !isBetter(value, best.value, watched)) return { best, wait: wait + 1 };
  return { best: { epoch: epoch.epoch, value }, wait: 0 };
}

/** The best epoch of a history: a run that goes on counts as if it had never been interrupted. */
export function bestOf(history: readonly Epoch[], watched: Watched): BestSoFar {
  return history.reduce<BestSoFar>((soFar, epoch) => withEpoch(soFar, epoch, watched), {
    best: null,
    wait: 0,
  });
}

/**
 * The learning rate that keras.callbacks.ReduceLROnPlateau has come to, by the rate that training began with. A function of the
 * history.
 */
export function plateauRate(history: readonly Epoch[], plateau: Plateau, initial: number): number {
  const { factor = 0.1, patience = 10, cooldown = 0, min_lr = 0, min_delta = 1e-4 } = plateau;
  let rate = initial;
  let best: number | null = null;
  let [wait, resting] = [0, 0];
  for (const epoch of history) {
    const value = watchedFigure(epoch, plateau.monitor);
    if (value === undefined) continue;
    if (resting > 0) {
      resting -= 1;
      wait = 0;
    }
    if (best === null || isBetter(value, best, { ...plateau, min_delta })) {
      best = value;
      wait = 0;
    } else if (resting === 0) {
      wait += 1;
      if (wait < patience || rate <= min_lr) continue;
      rate = Math.max(rate * factor, min_lr);
      resting = cooldown;
      wait = 0;
    }
  }
  return rate;
}

/**
 * The names of all figures that training measures, without `val_`: the loss and the metrics, of several outputs by their names with the
 * loss of each.
 *
 * @param outputs their names with their metrics
 */
export function measuredFigures(
  outputs: readonly (readonly [name: string, metrics: readonly string[]])[],
): readonly string[] {
  const isSole = outputs.length < 2;
  const own = outputs.flatMap(([name, metrics]) =>
    isSole ? metrics : ['loss', ...metrics].map(figure => `${name}_${figure}`),
  );
  return ['loss', ...own];
}
