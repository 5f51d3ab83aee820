import type { NodeInference } from '../inference/node-inference.ts';
import type { DataSettings } from './data-settings.ts';
import type { Loss, Metric, NetloomDocument, OptimizerSettings, OutputTraining } from './schema.ts';

/** Settings with nothing left out. */
type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };
/** Optimizer settings with nothing left out. */
export type CompleteOptimizer = Complete<OptimizerSettings>;
/** Loss, weight and metrics of one output. */
export type CompleteOutput = Complete<OutputTraining>;

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
  readonly earlyStopping: { readonly patience: number } | null;
}

const COMMON: Omit<CompleteOptimizer, 'name'> = {
  learning_rate: 0.001,
  momentum: 0,
  nesterov: false,
  rho: 0.9,
  beta_1: 0.9,
  beta_2: 0.999,
  epsilon: 1e-7,
  weight_decay: 0,
  initial_accumulator_value: 0.1,
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
};

/** The settings each optimizer uses, in the order of the inspector. */
export const OPTIMIZER_SETTINGS: Readonly<
  Record<OptimizerSettings['name'], readonly (keyof Omit<OptimizerSettings, 'name'>)[]>
> = {
  sgd: ['learning_rate', 'momentum', 'nesterov', 'weight_decay'],
  adagrad: ['learning_rate', 'initial_accumulator_value', 'epsilon', 'weight_decay'],
  adadelta: ['learning_rate', 'rho', 'epsilon', 'weight_decay'],
  rmsprop: ['learning_rate', 'rho', 'momentum', 'epsilon', 'weight_decay'],
  adam: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'weight_decay'],
  adamw: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'weight_decay'],
  adamax: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'weight_decay'],
};

/** What training takes where the document says nothing. */
export const TRAINING_DEFAULTS = {
  optimizer: 'adam',
  epochs: 10,
  batchSize: 64,
  split: [0.8, 0.1, 0.1],
  seed: 1,
  earlyStopping: null,
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
    earlyStopping: training.earlyStopping ?? TRAINING_DEFAULTS.earlyStopping,
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
