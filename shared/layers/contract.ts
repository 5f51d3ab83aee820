import type { Fix, Severity } from '../document/problem.ts';
import type { ProblemCode } from '../document/problem-codes.ts';
import type { DType, Shape, Value } from '../document/value.ts';
import type { ActivationName } from './arithmetic/activation-names.ts';
import type { Constraint } from './arithmetic/constraints.ts';
import type { Initializer } from './arithmetic/initializer-names.ts';
import type { Regularizer } from './arithmetic/regularizers.ts';
import type { KerasContext, KerasGraph, KerasTensor } from './keras-contract.ts';
import type { OnnxContext, OnnxGraph } from './onnx-contract.ts';
import type { ParameterSchema, ParameterValues } from './parameters.ts';
import type { TorchContext, TorchModule, TorchTensor } from './pytorch-contract.ts';

/** The palette's groups, each with its colour. */
export const CATEGORIES = [
  'input',
  'convolution',
  'pooling',
  'dense',
  'recurrent',
  'attention',
  'normalization',
  'regularization',
  'activation',
  'reshaping',
  'merging',
  'preprocessing',
  'tensor',
  'operator',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The fixed words of a layer's documentation, read by the inspector and the reference page. */
export interface LayerDocumentation {
  /** What the layer does, two to four sentences, Keras's meaning; the formula where it helps. */
  readonly what: string;
  readonly inputShape: string;
  readonly outputShape: string;
  /** One worked example with figures, e.g. `227 × 227 × 3, 96 filters of 11 × 11, stride 4, valid: 55 × 55 × 96`. */
  readonly example: string;
  /** What goes wrong, one sentence each. */
  readonly errors: readonly string[];
  /** Where the meaning and the defaults come from (Keras's class, a paper, ONNX's operator). */
  readonly source: string;
}

/** A weight tensor of a layer. Every parameter count follows from these; nothing else counts parameters. */
export interface WeightDescription {
  /** Keras's name within the layer: kernel, bias, gamma, beta, moving_mean, ... */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** Element type; float32 when left out. Others come from imported networks and do not train. */
  readonly dtype?: DType;
  /** False for moving statistics. A frozen layer is the node's affair, not told here. */
  readonly trainable: boolean;
  readonly regularizer?: Regularizer | null;
  readonly constraint?: Constraint | null;
  /** Input and output units of one element for fan-based initializers, where the shape's last two axes do not tell. */
  readonly fans?: { readonly fanIn: number; readonly fanOut: number };
  /** Elements that begin at one whatever the initializer says (row-major, `to` excluded): a bias that keeps a gate open. */
  readonly ones?: { readonly from: number; readonly to: number };
}

/** A figure with the formula that gives it, filled in with this layer's own numbers. */
export interface Explanation {
  /** What the figure is: `Output height`, `Parameters: (kernel × channels + bias) × filters`. */
  readonly title: string;
  /** The formula with numbers, without `= result`: `(11 × 11 × 3 + 1) × 96`. */
  readonly formula: string;
  /** The result as shown: `34,944`. */
  readonly result: string;
}

/** A problem as a layer reports it; the inference adds the layer's name. */
export interface LayerProblem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  /** The title and the parameter values of a one-click fix on this very node. */
  readonly fix?: { readonly title: string; readonly parameters: Readonly<Record<string, unknown>> } | Fix;
}

/** Thrown by a layer's `infer`: the layer cannot work on this input. Use {@link fail}. */
export class LayerError extends Error {
  readonly problem: LayerProblem;
  constructor(problem: LayerProblem) {
    super(problem.message);
    this.name = 'LayerError';
    this.problem = problem;
  }
}

/**
 * Reports an error of the layer and leaves its output unknown.
 *
 * @param code stable code
 * @param message a sentence with the received and the expected values and how to fix it
 * @param fix parameter values of this node that mend it
 */
export function fail(code: ProblemCode, message: string, fix?: LayerProblem['fix']): never {
  throw new LayerError(
    fix ? { code, severity: 'error', message, fix } : { code, severity: 'error', message },
  );
}

/** What a layer's functions receive: canonical parameters and what stands on its wires. */
export interface LayerContext<P> {
  /** The node's name, for messages only. */
  readonly name: string;
  readonly parameters: P;
  readonly inputs: readonly Value[];
  /** The masks of its inputs by port, where the layer reads masks and one reaches it. */
  readonly masks?: readonly (Value | undefined)[];
}

/** The same with the inferred outputs; only called where inference succeeded. */
export interface BuiltContext<P> extends LayerContext<P> {
  readonly outputs: readonly Value[];
  /** The data format of the layers upstream, so that a layer can notice that it works on another axis; null where none has told. */
  readonly upstreamDataFormat?: 'channels_last' | 'channels_first' | null;
}

/** How many wires a layer takes. */
export interface InputPorts {
  readonly min: number;
  /** Infinity for a layer that merges any number. */
  readonly max: number;
  /** Names of fixed ports in order (`query`, `value`); left out where there is only one or they are all alike. */
  readonly names?: readonly string[];
}

/** What a layer does with the masks of its inputs. Source: Keras 3, Layer.compute_mask and the argument `mask` of call. */
export interface MaskRule {
  /**
   * The mask of every output: the first input's; `any` where an input is unmasked at none or some of the places, present only where every
   * input has one; the inputs' joined along an axis of the inputs; null for none.
   */
  readonly passes: 'first' | 'any' | { readonly joinedAlong: number } | null;
  /** The computation looks at the masks. */
  readonly isReader?: boolean;
  /** Why the layer cannot work behind a mask, as the rest of a sentence after its name. */
  readonly refusal?: string;
}

/** How a layer makes a mask from its first input. */
export interface MaskMaking {
  /** What marks an element as missing. */
  readonly value: number;
  /** Whether a place is missing only where all elements of its last axis are. */
  readonly isOverLastAxis: boolean;
}

/**
 * What other parts may ask of a layer instead of its type's name. All optional: absent means no.
 * A new trait is welcome when a part needs to know something; naming a type there is not.
 */
export interface Traits<P> {
  /** Feeds the network: has no input wire. */
  readonly isInput?: boolean;
  /** Is a non-linearity and nothing else (ReLU, Activation, Softmax, ...). */
  readonly isActivation?: boolean;
  /** Passes its input unchanged at inference (Dropout, noise). */
  readonly isIdentityAtInference?: boolean;
  /** Draws random numbers while training. */
  readonly isRandom?: boolean;
  /** Behaves differently in training and at inference (Dropout, BatchNormalization). */
  readonly hasTrainingMode?: boolean;
  /** Reads a sequence step by step: has the parameters return_sequences and go_backwards. */
  readonly isRecurrent?: boolean;
  /** Is carried from a file of another program: shown with its shapes and given back unchanged, but never computed here. */
  readonly isCarried?: boolean;
  /** Joins several wires into one. */
  readonly isMerge?: boolean;
  /** Only rearranges or selects elements, computes nothing (Flatten, Reshape, Cropping, ...). */
  readonly isReshaping?: boolean;
  /** The operators of an ONNX file that the layer gives back unchanged, each with the version of the operator set that gives it its meaning. */
  onnxOperators?(parameters: P): readonly {
    readonly operator: string;
    readonly domain: string;
    readonly version: number;
  }[];
  /** Takes inputs of any element type, not float32 alone (indices of an Embedding, ...). */
  readonly takesAnyType?: boolean;
  /** How many rows the table has in which each number of the input is looked up, the first of them 0; null where none is. */
  tableRows?(parameters: P): number | null;
  /** A penalty on the output that training adds to the loss, divided by the batch size (ActivityRegularization); null for none. */
  outputPenalty?(parameters: P): Regularizer | null;
  /** The name of the parameter that holds the fused activation, e.g. `activation`. */
  readonly activationParameter?: string;
  /** The non-linearity applied last, fused or own; null for none. */
  activation?(parameters: P): ActivationName | null;
  /** Whether the layer adds a bias. */
  hasBias?(parameters: P): boolean;
  /** The axes normalized separately (BatchNormalization's channel axis), non-negative, given the input's rank. */
  normalizedAxes?(parameters: P, rank: number): readonly number[];
  /** The axes a window slides over, non-negative, given the input's rank; also tells the data format. */
  spatialAxes?(parameters: P, rank: number): readonly number[];
  /** Window, stride and dilation per spatial axis, for the receptive field. */
  window?(parameters: P): {
    readonly size: readonly number[];
    readonly strides: readonly number[];
    readonly dilation: readonly number[];
  };
  /** How an output position reaches back onto the first input, per spatial axis: the whole axis, or null where nobody knows. */
  reach?(context: BuiltContext<P>): readonly (AxisReach | 'whole' | null)[];
  /** An output element depends on input elements at the same place of the spatial axes alone, at inference. */
  keepsPlaces?: boolean | ((parameters: P) => boolean);
  /** Gives the very elements that it gets in the same order under another shape: takes no memory of its own. */
  isView?: boolean;
  /** Is put into networks where it is needed and offered to nobody. */
  readonly isInternal?: boolean;
  /** The mask that the layer makes for the layers behind it; null for none. A layer that has this trait never passes on another's. */
  makesMask?(parameters: P): MaskMaking | null;
  /** What becomes of masks that reach the layer. Absent: they end here, and the network is warned. */
  masks?: MaskRule | ((parameters: P) => MaskRule);
  /** Multiplies the last axis with a matrix of its own (Dense): nothing else follows from where an element stands. */
  isFullyConnected?: boolean;
  /** Averages away what is constant per normalized axis and adds an offset of its own: a bias before it has no effect. */
  cancelsBias?(parameters: P): boolean;
}

/**
 * How output position j reaches back along one axis: onto the input positions from ⌈(j · stride − before) / factor⌉ to
 * ⌊(j · stride − before + size − 1) / factor⌋. A sliding window has the factor 1; upsampling has a factor above 1.
 */
export interface AxisReach {
  /** Elements covered, dilation included. */
  readonly size: number;
  readonly stride: number;
  /** Elements before the position, such as the zeros of a padding. */
  readonly before: number;
  readonly factor: number;
}

/**
 * A layer type: one declaration, one file. Everything the product knows about the layer stands here.
 * Write it with {@link defineLayer}.
 */
export interface LayerType<P = Readonly<Record<string, unknown>>> {
  /** Keras's class name, where Keras has one. */
  readonly type: string;
  readonly category: Category;
  /** What the palette and the search show beside the type, e.g. `Fully connected layer`. */
  readonly title: string;
  /** Further words that the search finds: `square-sum`, `subsampling`, `fc`. */
  readonly searchWords?: readonly string[];
  readonly documentation: LayerDocumentation;
  readonly parameters: ParameterSchema;
  readonly inputs: InputPorts;
  readonly traits: Traits<P>;
  /**
   * The key parameters in one short line as one would say them, defaults left out: `96 · 11×11 /4 · relu`.
   */
  keyParameters(parameters: P): string;
  /**
   * Output values from input values. Unknown extents (null or symbols) come in and must come out as unknown ones
   * where they matter; calls {@link fail} on what cannot work.
   */
  infer(context: LayerContext<P>): readonly Value[];
  /** Warnings on a layer that works but is probably not meant so. */
  warnings?(context: BuiltContext<P>): readonly LayerProblem[];
  /** The weights in Keras's order; called only where inference succeeded. */
  weights?(context: BuiltContext<P>): readonly WeightDescription[];
  /**
   * Multiply-adds for one sample, bias not counted (convolution, dense, matrix product, recurrent, attention; else absent = 0);
   * null where an extent is unknown.
   */
  multiplyAdds?(context: BuiltContext<P>): number | null;
  /** Output size, parameters, multiply-adds with this layer's numbers filled in. */
  explain?(context: BuiltContext<P>): readonly Explanation[];
  /**
   * Keras's config entries where they differ from the canonical parameters under their own names
   * (class_name is the type, name and trainable are added by the exporter).
   */
  kerasConfig?(context: BuiltContext<P>): Readonly<Record<string, unknown>>;
  /**
   * Writes the layer as calls of Keras where its own class does not say it all, or Keras has no class of this type; answers the outputs.
   * Absent: one call of the class that bears the type's name.
   */
  keras?(context: KerasContext<P>, graph: KerasGraph): readonly KerasTensor[];
  /**
   * Where Keras keeps the weights whose names begin with the key and a slash (`''`: those without a slash), as the path of the sublayer
   * within the layer: `{ '': 'cell' }` for an LSTM. Absent: in the layer itself, and in a sublayer of the prefix's name.
   */
  kerasSublayers?(parameters: P): Readonly<Record<string, string>>;
  /** Names of weights of a sublayer that Keras's layer lists among its own as well, before those that only it has. */
  readonly kerasListedTwice?: readonly string[];
  /** Writes the layer's ONNX nodes; answers the names of its outputs. Inference form (dropout is the identity). */
  onnx(context: OnnxContext<P>, graph: OnnxGraph): readonly string[];
  /**
   * Writes the layer as PyTorch: modules in `__init__`, and one expression per output for `forward`. Absent where PyTorch has no
   * way to say it; the export then names the layer.
   */
  pytorch?(context: TorchContext<P>, torch: TorchModule): readonly TorchTensor[];
}

/**
 * Declares a layer type with typed parameters.
 *
 * @param declaration the whole layer
 */
export function defineLayer<const S extends ParameterSchema>(
  declaration: Omit<LayerType<ParameterValues<S>>, 'parameters'> & { readonly parameters: S },
): LayerType<ParameterValues<S>> {
  return declaration;
}

/** Shorthand for a single float output of a shape. */
export function output(shape: Shape, dtype: DType = 'float32'): readonly Value[] {
  return [{ dtype, shape }];
}

/** The canonical parameters of a declared layer type, for its tfjs sibling: `ParametersOf<typeof dense>`. */
export type ParametersOf<L> = L extends LayerType<infer P> ? P : never;
