import { z } from 'zod';

/** The optimizers by Keras's names. */
export const OPTIMIZERS = [
  'sgd',
  'adagrad',
  'adadelta',
  'rmsprop',
  'adam',
  'adamw',
  'adamax',
  'nadam',
  'ftrl',
  'lion',
  'lamb',
] as const;

/** The losses by Keras's names. */
export const LOSSES = [
  'categorical_crossentropy',
  'sparse_categorical_crossentropy',
  'binary_crossentropy',
  'categorical_focal_crossentropy',
  'binary_focal_crossentropy',
  'mean_squared_error',
  'mean_absolute_error',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'huber',
  'log_cosh',
  'kl_divergence',
  'poisson',
  'cosine_similarity',
  'hinge',
  'squared_hinge',
  'categorical_hinge',
  'dice',
  'tversky',
] as const;
export type Loss = (typeof LOSSES)[number];

/** The metrics by Keras's names. */
export const METRICS = [
  'accuracy',
  'top_k_categorical_accuracy',
  'precision',
  'recall',
  'f1_score',
  'auc',
  'mean_iou',
  'mean_squared_error',
  'root_mean_squared_error',
  'mean_absolute_error',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'r2_score',
  'cosine_similarity',
  'kl_divergence',
  'poisson',
  'log_cosh',
  'hinge',
] as const;
export type Metric = (typeof METRICS)[number];

const share = z.number().min(0).max(1);
const atLeastZero = z.number().min(0);
const above = z.number().positive();
const count = z.number().int().min(1);

/** An optimizer with Keras's settings; those that it does not use are ignored. */
export const optimizerSchema = z.strictObject({
  name: z.enum(OPTIMIZERS),
  learning_rate: above.optional(),
  momentum: share.optional(),
  nesterov: z.boolean().optional(),
  rho: share.optional(),
  centered: z.boolean().optional(),
  beta_1: share.optional(),
  beta_2: share.optional(),
  epsilon: above.optional(),
  amsgrad: z.boolean().optional(),
  initial_accumulator_value: atLeastZero.optional(),
  learning_rate_power: z.number().max(0).optional(),
  l1_regularization_strength: atLeastZero.optional(),
  l2_regularization_strength: atLeastZero.optional(),
  l2_shrinkage_regularization_strength: atLeastZero.optional(),
  beta: atLeastZero.optional(),
  weight_decay: atLeastZero.optional(),
  /** The largest norm of each weight's gradient; null: not clipped. Of the three, the first that is set counts, as in Keras. */
  clipnorm: above.nullable().optional(),
  /** The largest norm of all gradients together; null: not clipped. */
  global_clipnorm: above.nullable().optional(),
  /** The largest absolute value of a gradient's element; null: not clipped. */
  clipvalue: above.nullable().optional(),
  /** Keeps a moving average of the weights, which take its values at the end, or every `ema_overwrite_frequency` steps. */
  use_ema: z.boolean().optional(),
  ema_momentum: share.optional(),
  ema_overwrite_frequency: count.nullable().optional(),
  /** Batches whose gradients are averaged before the weights change; null: every batch changes them. */
  gradient_accumulation_steps: z.number().int().min(2).nullable().optional(),
});

/** Settings of losses, by Keras's names and with Keras's defaults; a loss ignores those that it does not use. */
export const lossSettingsSchema = z.strictObject({
  /** Cross-entropies: how far targets move towards all alike; default 0. */
  label_smoothing: share.optional(),
  /** Huber: where the square ends; default 1. */
  delta: above.optional(),
  /** Focal cross-entropies (0.25) and Tversky (0.5). */
  alpha: atLeastZero.optional(),
  /** Tversky: default 0.5. */
  beta: atLeastZero.optional(),
  /** Focal cross-entropies: default 2. */
  gamma: atLeastZero.optional(),
  /** Binary focal cross-entropy: whether alpha counts. */
  apply_class_balancing: z.boolean().optional(),
});

/** Settings of metrics. */
export const metricSettingsSchema = z.strictObject({
  /** Top-k accuracy: how many of the largest count; default 5. */
  k: count.optional(),
  /** Accuracy, precision, recall, F1 and IoU of single probabilities: what counts as yes; default 0.5. */
  threshold: share.optional(),
});

/** Loss, weight and metrics of one output. */
export const outputTrainingSchema = z.strictObject({
  loss: z.enum(LOSSES),
  lossSettings: lossSettingsSchema.optional(),
  weight: atLeastZero.optional(),
  metrics: z.array(z.enum(METRICS)).optional(),
  metricSettings: metricSettingsSchema.optional(),
});

const schedulePlace = {
  /** What the numbers of steps count: steps of the optimizer, or epochs; default steps. */
  unit: z.enum(['steps', 'epochs']).optional(),
  /** In the beginning the rate grows evenly from 0 within so many; the schedule begins behind them. */
  warmup_steps: atLeastZero.optional(),
};

/** Learning rates over time, by the names and settings of keras.optimizers.schedules; they begin with the optimizer's learning rate. */
export const scheduleSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('constant'), ...schedulePlace }),
  z.strictObject({
    name: z.literal('piecewise_constant_decay'),
    ...schedulePlace,
    /** Numbers of steps, ascending. */
    boundaries: z.array(atLeastZero).min(1),
    /** The rates behind each boundary: as many. */
    values: z.array(above).min(1),
  }),
  z.strictObject({
    name: z.literal('exponential_decay'),
    ...schedulePlace,
    decay_steps: above,
    decay_rate: above,
    staircase: z.boolean().optional(),
  }),
  z.strictObject({
    name: z.literal('inverse_time_decay'),
    ...schedulePlace,
    decay_steps: above,
    decay_rate: above,
    staircase: z.boolean().optional(),
  }),
  z.strictObject({
    name: z.literal('polynomial_decay'),
    ...schedulePlace,
    decay_steps: above,
    end_learning_rate: atLeastZero.optional(),
    power: above.optional(),
    cycle: z.boolean().optional(),
  }),
  z.strictObject({
    name: z.literal('cosine_decay'),
    ...schedulePlace,
    decay_steps: above,
    alpha: share.optional(),
  }),
  z.strictObject({
    name: z.literal('cosine_decay_restarts'),
    ...schedulePlace,
    first_decay_steps: above,
    t_mul: z.number().min(1).optional(),
    m_mul: above.optional(),
    alpha: share.optional(),
  }),
]);
export type Schedule = z.infer<typeof scheduleSchema>;

const watched = {
  /** What is watched: `loss`, a metric, or these with `val_` in front; default val_loss, without validation loss. */
  monitor: z.string().min(1).max(100).optional(),
  /** Whether less or more is better; default by what is watched. */
  mode: z.enum(['auto', 'min', 'max']).optional(),
  /** The least change that counts as a gain. */
  min_delta: atLeastZero.optional(),
};

/** Lowers the learning rate when what is watched no longer improves (keras.callbacks.ReduceLROnPlateau). */
export const plateauSchema = z.strictObject({
  ...watched,
  /** Default 0.1. */
  factor: z.number().positive().max(0.999).optional(),
  /** Epochs without gain; default 10. */
  patience: count.optional(),
  /** Epochs to wait after a change; default 0. */
  cooldown: z.number().int().min(0).optional(),
  /** Default 0. */
  min_lr: atLeastZero.optional(),
});
export type Plateau = z.infer<typeof plateauSchema>;

/** Ends the training when what is watched no longer improves (keras.callbacks.EarlyStopping). */
export const earlyStoppingSchema = z.strictObject({
  ...watched,
  /** Epochs without gain. */
  patience: count,
  /** The run then gives the weights of its best epoch; default true. */
  restore_best_weights: z.boolean().optional(),
  /** Epochs before which nothing is watched; default 0. */
  start_from_epoch: z.number().int().min(0).optional(),
});
export type EarlyStopping = z.infer<typeof earlyStoppingSchema>;

/** When a run is kept while it trains; the last and the best are. */
export const checkpointsSchema = z.strictObject({
  /** Default 1. */
  everyEpochs: count.optional(),
  /** Also within an epoch; null or left out: not by time. */
  everyMinutes: above.nullable().optional(),
});

/**
 * Factors of the learning rate by patterns of layer names, in which * stands for anything. A layer's own name counts before patterns,
 * and of these the one with the most letters: a file does not keep an order.
 */
export const layerRatesSchema = z.record(z.string().min(1).max(200), z.number().positive().max(1e6));
