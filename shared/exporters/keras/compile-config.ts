import type { NetloomDocument } from '../../document/schema.ts';
import {
  COMMON_OPTIMIZER_SETTINGS,
  type CompleteTraining,
  completeTraining,
  OPTIMIZER_DEFAULTS,
  OPTIMIZER_SETTINGS,
} from '../../document/training-defaults.ts';
import type { Inference } from '../../inference/infer.ts';
import { camelCase } from './serialized.ts';

/** Classes of keras.optimizers whose name is not the function's in camel case. */
const OPTIMIZER_CLASSES: Readonly<Record<string, string>> = {
  sgd: 'SGD',
  rmsprop: 'RMSprop',
  adamw: 'AdamW',
};

/** How a network is trained, as `Model.compile` takes it. */
export interface KerasTraining {
  readonly optimizer: {
    readonly className: string;
    readonly config: Readonly<Record<string, unknown>>;
    /** The settings that differ from Keras's defaults. */
    readonly changed: readonly string[];
  };
  /** By output, in order. */
  readonly losses: readonly string[];
  readonly weights: readonly number[];
  readonly metrics: readonly (readonly string[])[];
}

/**
 * The training settings of a document in Keras's words.
 *
 * @returns null where the document has none
 */
export function kerasTraining(document: NetloomDocument, inference: Inference): KerasTraining | null {
  if (document.training === undefined) return null;
  const nodes = inference.graph.outputs.flatMap(name => inference.nodes.get(name) ?? []);
  const training = completeTraining(document, nodes);
  const outputs = nodes.flatMap(node => training.outputs[node.name] ?? []);
  return {
    optimizer: optimizerOf(training),
    losses: outputs.map(output => output.loss),
    weights: outputs.map(output => output.weight),
    metrics: outputs.map(output => output.metrics),
  };
}

function optimizerOf({ optimizer }: CompleteTraining): KerasTraining['optimizer'] {
  const standard = OPTIMIZER_DEFAULTS[optimizer.name];
  const common = COMMON_OPTIMIZER_SETTINGS.filter(setting => optimizer[setting] !== standard[setting]);
  const used = [...OPTIMIZER_SETTINGS[optimizer.name], ...common];
  const settings = used
    .filter(setting => setting !== 'weight_decay' || optimizer.weight_decay > 0)
    .map(setting => [setting, optimizer[setting]]);
  return {
    className: OPTIMIZER_CLASSES[optimizer.name] ?? camelCase(optimizer.name),
    config: Object.fromEntries(settings),
    changed: used.filter(setting => optimizer[setting] !== standard[setting]),
  };
}

/** The `compile_config` of a saved model. */
export function compileConfig({
  optimizer,
  losses,
  weights,
  metrics,
}: KerasTraining): Readonly<Record<string, unknown>> {
  const isSole = losses.length === 1;
  return {
    optimizer: {
      module: 'keras.optimizers',
      class_name: optimizer.className,
      config: optimizer.config,
      registered_name: null,
    },
    loss: isSole ? losses[0] : losses,
    loss_weights: weights.every(weight => weight === 1) ? null : weights,
    metrics: isSole ? metrics[0] : metrics,
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}
