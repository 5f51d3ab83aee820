import type { DType } from '../document/value.ts';
import type { BuiltContext } from './contract.ts';
import type { OnnxWeightForm } from './onnx-contract.ts';

/**
 * How the axes of a tensor stand in the generated module. `document`: as inferred. `channels-first`: the last axis of the inferred shape
 * stands behind the batch, as PyTorch's convolutions want it. `flattened`: a Flatten of a channels-first tensor; the numbers are the
 * extents before it in the document's order (spatial..., channels), so that a Dense behind can line up its kernel instead.
 */
export type TorchOrder = 'document' | 'channels-first' | { readonly flattened: readonly number[] };

/** A tensor in the generated `forward`: a Python expression and the order of its axes. */
export interface TorchTensor {
  readonly code: string;
  readonly order: TorchOrder;
}

/** Where a PyTorch parameter takes its elements from: a weight of the layer, rearranged. */
export interface TorchWeightSource {
  /** The WeightDescription's name. */
  readonly weight: string;
  readonly form?: OnnxWeightForm;
}

/** What `pytorch` receives beside the layer's values. */
export interface TorchContext<P> extends BuiltContext<P> {
  /** The tensors on the input wires, each a variable. */
  readonly inputTensors: readonly TorchTensor[];
  /** The masks of its inputs by port as expressions, where the layer reads masks and one reaches it. */
  readonly maskCodes?: readonly (string | undefined)[];
}

/** The module under construction, as one layer sees it. */
export interface TorchModule {
  /**
   * Adds `self.LAYER = EXPRESSION` to `__init__` and answers `self.LAYER`. A layer whose weights are another's gets that one's module.
   *
   * @param expression e.g. `nn.Conv2d(3, 96, 11, stride=4)`
   * @param weights PyTorch's parameter names (`weight`, `bias`, `running_mean`) and what they take
   * @param part tells several modules of one layer apart: `self.LAYER_part`
   */
  module(expression: string, weights?: Readonly<Record<string, TorchWeightSource>>, part?: string): string;
  /** Adds a weight as an nn.Parameter, or as a buffer where it does not train, and answers `self.LAYER_weight`. */
  parameter(weight: string, form?: OnnxWeightForm): string;
  /**
   * Adds a tensor of fixed numbers, which moves with the module but is no weight, and answers `self.LAYER_part`.
   *
   * @param values row-major
   * @param dtype element type
   * @param shape extents
   * @param part tells several constants of one layer apart
   */
  constant(values: readonly number[], dtype: DType, shape: readonly number[], part?: string): string;
  /** Adds a line to `__init__`, after the layer's modules. */
  initialize(line: string): void;
  /**
   * Assigns an expression to a variable of its own in `forward` and answers the variable.
   *
   * @param part names it LAYER_part, for a layer with several such lines
   */
  assign(expression: string, part?: string): string;
  /** The batch size as an expression; null where no input has a batch. */
  batchSize(): string | null;
  /** Writes a function or class once at the top of the file. The source begins with `def NAME` or `class NAME`; answers NAME. */
  define(source: string): string;
  /** The i-th input in the document's order. */
  document(i: number): string;
  /** The i-th input, whose channels are its last axis in the document, with the channels behind the batch. */
  channelsFirst(i: number): string;
}
