import type { Json } from '../../document/json.ts';
import type { JsonObject, KerasLayer } from './model-config.ts';

/** Class names of old or other times, and the layer types that they are. */
const CURRENT_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    BatchNormalizationV1: 'BatchNormalization',
    BatchNormalizationV2: 'BatchNormalization',
    SyncBatchNormalization: 'BatchNormalization',
    LSTMV2: 'LSTM',
    GRUV2: 'GRU',
    GroupedQueryAttention: 'GroupQueryAttention',
    Convolution1D: 'Conv1D',
    Convolution2D: 'Conv2D',
    Convolution3D: 'Conv3D',
    Convolution1DTranspose: 'Conv1DTranspose',
    Convolution2DTranspose: 'Conv2DTranspose',
    Convolution3DTranspose: 'Conv3DTranspose',
    DepthwiseConvolution1D: 'DepthwiseConv1D',
    DepthwiseConvolution2D: 'DepthwiseConv2D',
    SeparableConvolution1D: 'SeparableConv1D',
    SeparableConvolution2D: 'SeparableConv2D',
    MaxPool1D: 'MaxPooling1D',
    MaxPool2D: 'MaxPooling2D',
    MaxPool3D: 'MaxPooling3D',
    AvgPool1D: 'AveragePooling1D',
    AvgPool2D: 'AveragePooling2D',
    AvgPool3D: 'AveragePooling3D',
    GlobalAvgPool1D: 'GlobalAveragePooling1D',
    GlobalAvgPool2D: 'GlobalAveragePooling2D',
    GlobalAvgPool3D: 'GlobalAveragePooling3D',
    GlobalMaxPool1D: 'GlobalMaxPooling1D',
    GlobalMaxPool2D: 'GlobalMaxPooling2D',
    GlobalMaxPool3D: 'GlobalMaxPooling3D',
  }),
);

/** The layer type that a class name means today. */
export function currentName(className: string): string {
  return CURRENT_NAMES.get(className) ?? className;
}

/** Settings that were called otherwise, by class name. */
const RENAMED_SETTINGS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['LeakyReLU', new Map([['alpha', 'negative_slope']])],
]);

/** What a setting means where an old file does not write it, by class name. */
const ABSENT_SETTINGS: ReadonlyMap<string, JsonObject> = new Map([
  // Before Keras 3 the setting came in with GRUV2; a file without it has the older form.
  ['GRU', { reset_after: false }],
]);

/**
 * A config with today's names of settings.
 *
 * @param type class name as the file has it
 * @param config the layer's config
 */
export function currentConfig(type: string, config: JsonObject): JsonObject {
  const renamed = RENAMED_SETTINGS.get(type);
  const settings: Record<string, Json> = { ...ABSENT_SETTINGS.get(type) };
  for (const [name, value] of Object.entries(config)) settings[renamed?.get(name) ?? name] = value;
  return settings;
}

/**
 * Layer classes of which the name alone does not tell: whoever wrote the file may have meant anything by them. They are carried, never run.
 */
const OPAQUE_CLASSES: ReadonlySet<string> = new Set([
  'Lambda',
  'TensorFlowOpLayer',
  'KerasLayer',
  'OnnxOperator',
]);

/** Whether a class holds a function of the file's author, as byte code. */
export function isCode({ className }: KerasLayer): boolean {
  return className === 'Lambda';
}

/** Whether a class is where data enter a model. */
export function isInput(className: string): boolean {
  return className === 'InputLayer';
}

/** Keras 2's classes that wrap a function of TensorFlow. */
const OLD_OPERATIONS: ReadonlySet<string> = new Set(['TFOpLambda', 'SlicingOpLambda']);

/** Python modules whose classes are those that the layer types are named after. */
const OWN_MODULES = /^(keras|tf_keras|keras_core|tensorflow)(\.|$)/;

/**
 * Whether a layer is carried although a layer type bears its class's name: it is code in the file, or a class of somebody's own that
 * happens to be called `Dense`.
 */
export function isOpaque({ className, module, registeredName }: KerasLayer): boolean {
  return (
    OPAQUE_CLASSES.has(className) ||
    (module !== '' && !OWN_MODULES.test(module)) ||
    registeredName?.includes('>') === true
  );
}

/**
 * Whether an entry is a function (`keras.ops.add`, `tf.math.add`) and not a layer; both may be called `Add`. An .h5 file leaves out the
 * module, but a function has none of the settings that every layer has.
 */
export function isOperation({ module, className, config, hasArguments }: KerasLayer): boolean {
  if (OLD_OPERATIONS.has(className)) return true;
  if (module !== '') return /(^|\.)ops(\.|$)/.test(module);
  return hasArguments && !('trainable' in config) && (config.dtype ?? null) === null;
}
