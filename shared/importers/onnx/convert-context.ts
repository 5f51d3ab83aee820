import type { Dim, DType, Shape } from '../../document/value.ts';
import type { Constant } from './constant.ts';
import type { Step, TensorState } from './draft.ts';
import type { FileNode, FileTensor } from './onnx-file.ts';

/** Small constants that converters take as parameters. */
const MAX_PARAMETER = 4096;

/** What a converter may ask of the node that it converts. */
export class ConvertContext {
  readonly node: FileNode;
  /** The file's version of ONNX's own operators. */
  readonly opset: number;
  /** The elements of a small tensor of an attribute. */
  readonly elements: (tensor: FileTensor) => readonly number[] | null;
  private readonly states: ReadonlyMap<string, TensorState>;
  private readonly sharedConstants: ReadonlySet<string>;

  /**
   * @param node the node
   * @param opset the file's version of ONNX's own operators
   * @param states what is known of the tensors
   * @param file the elements of a small tensor of an attribute, and the constants that several nodes read
   */
  constructor(
    node: FileNode,
    opset: number,
    states: ReadonlyMap<string, TensorState>,
    file: {
      readonly elements: (tensor: FileTensor) => readonly number[] | null;
      readonly shared: ReadonlySet<string>;
    },
  ) {
    this.node = node;
    this.elements = file.elements;
    this.sharedConstants = file.shared;
    this.opset = opset;
    this.states = states;
  }

  /** The name of an input; `''` where it is left out. */
  input(i: number): string {
    return this.node.inputs[i] ?? '';
  }

  /** Whether an input is there. */
  has(i: number): boolean {
    return this.input(i) !== '';
  }

  /** Whether anything later may read an output (an output without a name is read by nobody). */
  hasOutput(i: number): boolean {
    return (this.node.outputs[i] ?? '') !== '';
  }

  /** The extents of an input; null where not even the rank is known. */
  shape(i: number): Shape | null {
    return this.state(i)?.value.shape ?? null;
  }

  rank(i: number): number | null {
    return this.shape(i)?.length ?? null;
  }

  dtype(i: number): DType | null {
    return this.state(i)?.value.dtype ?? null;
  }

  /** The encoded type of an input that is no tensor of numbers; undefined for others. */
  form(i: number): string | undefined {
    return this.state(i)?.value.form;
  }

  /** The input as a constant of the file; null for anything else. */
  constant(i: number): Constant | null {
    return this.state(i)?.constant ?? null;
  }

  /** Whether an input is a constant of the file that other nodes read too. */
  isSharedConstant(i: number): boolean {
    return this.sharedConstants.has(this.constant(i)?.origin ?? '');
  }

  /** The content of a small input as far as it is known, symbols included. */
  dims(i: number): readonly Dim[] | null {
    const state = this.state(i);
    return state?.known?.values ?? state?.constant?.numbers(MAX_PARAMETER) ?? null;
  }

  /** The content of a small input that a layer gives, as far as its inference tells it; else as {@link dims}. */
  content(i: number): readonly Dim[] | null {
    return this.dims(i) ?? this.state(i)?.value.symbolic ?? null;
  }

  /** The content of a small input where all of it is known. */
  numbers(i: number): readonly number[] | null {
    const dims = this.dims(i);
    return dims?.every(dim => typeof dim === 'number') ? dims : null;
  }

  /** The one element of an input. */
  scalar(i: number): number | null {
    const numbers = this.numbers(i);
    return numbers?.length === 1 ? (numbers[0] ?? null) : null;
  }

  private state(i: number): TensorState | undefined {
    return this.states.get(this.input(i));
  }
}

/** Proposes layers for a node; null where none says the same. The last step gives the node's outputs. */
export type Converter = (context: ConvertContext) => readonly Step[] | null;

/** An axis counted from the front. */
export function front(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
