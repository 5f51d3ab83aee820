import type { NodeInference } from '../inference/node-inference.ts';
import type { DataSettings } from './data-settings.ts';
import type { Loss, Metric } from './learning-settings.ts';
import type { NetloomDocument, OptimizerSettings, OutputTraining, TrainingSettings } from './schema.ts';

/** Settings with nothing left out. */
type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };
/** Optimizer settings with nothing left out. */
export type CompleteOptimizer = Complete<OptimizerSettings>;
/** Loss, weight and metrics of one output. */
export type CompleteOutput = Complete<Pick<OutputTraining, 'loss' | 'weight' | 'metrics'>> &
  Pick<OutputTraining, 'lossSettings' | 'metricSettings'>;

/** Training settings with nothing left out. */
export interface CompleteTraining {
  /** Null where the document names none. */
  readonly dataset: string | null;
  /** As stored; what is left out takes DATA_DEFAULTS. */
  readonly data: DataSettings;
  readonly optimizer: CompleteOptimizer;
  /** By output node. */
  readonly outputs: Readonly<Record<string, CompleteOutput>>;
  readonly epochs: number;
  readonly batchSize: number;
  /** Fractions of training, validation and test. */
  readonly split: readonly [number, number, number];
  readonly seed: number;
  /** As stored; what is left out takes the defaults named in learning-settings.ts. */
  readonly schedule: NonNullable<TrainingSettings['schedule']> | null;
  readonly reduceOnPlateau: NonNullable<TrainingSettings['reduceOnPlateau']> | null;
  readonly layerRates: Readonly<Record<string, number>>;
  readonly earlyStopping: NonNullable<TrainingSettings['earlyStopping']> | null;
  readonly checkpoints: { readonly everyEpochs: number; readonly everyMinutes: number | null };
}

const COMMON: Omit<CompleteOptimizer, 'name'> = {
  learning_rate: 0.001,
  momentum: 0,
  nesterov: false,
  rho: 0.9,
  centered: false,
  beta_1: 0.9,
  beta_2: 0.999,
  epsilon: 1e-7,
  amsgrad: false,
  initial_accumulator_value: 0.1,
  learning_rate_power: -0.5,
  l1_regularization_strength: 0,
  l2_regularization_strength: 0,
  l2_shrinkage_regularization_strength: 0,
  beta: 0,
  weight_decay: 0,
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
  gradient_accumulation_steps: null,
};

/** Keras 3's defaults by optimizer (keras/src/optimizers); settings that an optimizer does not use keep a neutral value. */
export const OPTIMIZER_DEFAULTS: Readonly<Record<OptimizerSettings['name'], CompleteOptimizer>> = {
  sgd: { ...COMMON, name: 'sgd', learning_rate: 0.01 },
  adagrad: { ...COMMON, name: 'adagrad' },
  adadelta: { ...COMMON, name: 'adadelta', rho: 0.95 },
  rmsprop: { ...COMMON, name: 'rmsprop' },
  adam: { ...COMMON, name: 'adam' },
  adamw: { ...COMMON, name: 'adamw', weight_decay: 0.004 },
  adamax: { ...COMMON, name: 'adamax' },
  nadam: { ...COMMON, name: 'nadam' },
  ftrl: { ...COMMON, name: 'ftrl' },
  lion: { ...COMMON, name: 'lion', beta_2: 0.99 },
  lamb: { ...COMMON, name: 'lamb' },
};

/** Settings that every optimizer has beside its own, in the order of the inspector. */
export const COMMON_OPTIMIZER_SETTINGS = [
  'clipnorm',
  'global_clipnorm',
  'clipvalue',
  'gradient_accumulation_steps',
  'use_ema',
  'ema_momentum',
  'ema_overwrite_frequency',
] as const satisfies readonly (keyof OptimizerSettings)[];

/** The settings each optimizer uses beside {@link COMMON_OPTIMIZER_SETTINGS}, in the order of the inspector. */
export const OPTIMIZER_SETTINGS: Readonly<
  Record<OptimizerSettings['name'], readonly (keyof Omit<OptimizerSettings, 'name'>)[]>
> = {
  sgd: ['learning_rate', 'momentum', 'nesterov', 'weight_decay'],
  adagrad: ['learning_rate', 'initial_accumulator_value', 'epsilon', 'weight_decay'],
  adadelta: ['learning_rate', 'rho', 'epsilon', 'weight_decay'],
  rmsprop: ['learning_rate', 'rho', 'momentum', 'epsilon', 'centered', 'weight_decay'],
  adam: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'amsgrad', 'weight_decay'],
  adamw: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'amsgrad', 'weight_decay'],
  adamax: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'weight_decay'],
  nadam: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'weight_decay'],
  ftrl: [
    'learning_rate',
    'learning_rate_power',
    'initial_accumulator_value',
    'l1_regularization_strength',
    'l2_regularization_strength',
    'l2_shrinkage_regularization_strength',
    'beta',
    'weight_decay',
  ],
  lion: ['learning_rate', 'beta_1', 'beta_2', 'weight_decay'],
  lamb: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'weight_decay'],
};

/** What training takes where the document says nothing. */
export const TRAINING_DEFAULTS = {
  optimizer: 'adam',
  epochs: 10,
  batchSize: 64,
  split: [0.8, 0.1, 0.1],
  seed: 1,
  schedule: null,
  reduceOnPlateau: null,
  layerRates: {},
  earlyStopping: null,
  checkpoints: { everyEpochs: 1, everyMinutes: null },
} as const;

/**
 * The loss and metrics that suit an output by its last activation: cross-entropy and accuracy for softmax and sigmoid,
 * squared error and accuracy for a threshold unit, else squared and absolute error.
 *
 * @param output what is known of the output node
 */
export function defaultOutputTraining(output: NodeInference): CompleteOutput {
  const activation = output.layer?.traits.activation?.(output.parameters) ?? null;
  const of = (loss: Loss, metrics: readonly Metric[]) => ({ loss, weight: 1, metrics });
  switch (activation) {
    case 'softmax':
      return of('categorical_crossentropy', ['accuracy']);
    case 'sigmoid':
      return of('binary_crossentropy', ['accuracy']);
    case 'step':
      return of('mean_squared_error', ['accuracy']);
    default:
      return of('mean_squared_error', ['mean_absolute_error']);
  }
}

/**
 * A document's training settings with the defaults filled in.
 *
 * @param document the document
 * @param outputs the network's outputs in order, by node name
 */
export function completeTraining(
  document: NetloomDocument,
  outputs: readonly NodeInference[],
): CompleteTraining {
  const { training = {} } = document;
  const optimizer = training.optimizer ?? { name: TRAINING_DEFAULTS.optimizer };
  return {
    dataset: training.dataset ?? null,
    data: training.data ?? {},
    optimizer: completeOptimizer(optimizer),
    outputs: Object.fromEntries(
      outputs.map(output => {
        const defaults = defaultOutputTraining(output);
        return [output.name, filled(defaults, training.outputs?.[output.name] ?? {})];
      }),
    ),
    epochs: training.epochs ?? TRAINING_DEFAULTS.epochs,
    batchSize: training.batchSize ?? TRAINING_DEFAULTS.batchSize,
    split: training.split ?? TRAINING_DEFAULTS.split,
    seed: training.seed ?? TRAINING_DEFAULTS.seed,
    schedule: training.schedule ?? null,
    reduceOnPlateau: training.reduceOnPlateau ?? null,
    layerRates: training.layerRates ?? {},
    earlyStopping: training.earlyStopping ?? null,
    checkpoints: filled<CompleteTraining['checkpoints']>(
      TRAINING_DEFAULTS.checkpoints,
      training.checkpoints ?? {},
    ),
  };
}

/** An optimizer's settings with Keras's defaults filled in. */
export function completeOptimizer(settings: OptimizerSettings): CompleteOptimizer {
  return filled(OPTIMIZER_DEFAULTS[settings.name], settings);
}

function filled<T extends object>(defaults: T, given: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(present) };
}
