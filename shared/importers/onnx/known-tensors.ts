import type { Shape, Value } from '../../document/value.ts';
import { type Constant, computedConstant, fileConstant } from './constant.ts';
import { type ConstantSource, constantOf, splitConstants } from './constant-nodes.ts';
import type { DraftLayer, TensorState } from './draft.ts';
import { type Known, MAX_KNOWN, numbersOf } from './known.ts';
import type { FileNode, FileTensor } from './onnx-file.ts';
import { readNumbers, type TensorFiles } from './tensor-elements.ts';
import { knownOf, smallConstant } from './tensor-facts.ts';

/** What is known of a graph's tensors while its nodes are turned into layers. */
export class KnownTensors {
  readonly states = new Map<string, TensorState>();
  private readonly files: TensorFiles;

  /** @param files the model, and how files beside it are opened */
  constructor(files: TensorFiles) {
    this.files = files;
  }

  /** Takes an initializer of the file. */
  take(tensor: FileTensor): void {
    this.hold(tensor.name, fileConstant(this.files, tensor, tensor.name, true));
  }

  /** Keeps a constant under a name. */
  hold(name: string, constant: Constant): void {
    const value: Value = { dtype: constant.dtype, shape: constant.shape };
    this.states.set(name, { value, constant, known: null, port: null, maker: null });
  }

  /** Takes Constant nodes, and constants in another order or shape; answers whether the node is one. */
  constants(node: FileNode): boolean {
    const source: ConstantSource = {
      fromFile: tensor => fileConstant(this.files, tensor, tensor.name, false),
      constant: name => this.states.get(name)?.constant ?? null,
      numbers: name => this.numbers(name),
    };
    const made = splitConstants(node, source) ?? [constantOf(node, source)];
    for (const [i, constant] of made.entries()) {
      if (!constant) return false;
      this.hold(node.outputs[i] ?? '', constant);
    }
    return true;
  }

  /** A tensor that was computed, as a constant; null for others. */
  constant(name: string): Constant | null {
    const known = this.states.get(name)?.known;
    const numbers = known && numbersOf(known);
    return known && numbers ? computedConstant(name, known.dtype, known.shape, numbers) : null;
  }

  /** What the arithmetic of shapes may know of a tensor. */
  content(name: string): { readonly shape: Shape | null; readonly known: Known | null } {
    const state = this.states.get(name);
    if (!state) return { shape: null, known: null };
    return { shape: state.value.shape, known: state.known ?? smallConstant(state.constant) };
  }

  /** The elements of a small tensor of an attribute. */
  elements(tensor: FileTensor): readonly number[] | null {
    return readNumbers(this.files, tensor, MAX_KNOWN);
  }

  /** Says that an output of a layer is a tensor. */
  setPort(name: string, layer: DraftLayer, port: number): void {
    const value = layer.outputs[port] ?? { dtype: 'float32', shape: null };
    const state = this.states.get(name);
    if (state) {
      state.port = { layer, port };
      // An attention as one layer keeps the batch, which its parts may have lost.
      if (value.shape) state.value = value;
    } else
      this.states.set(name, {
        value,
        constant: null,
        known: knownOf(value),
        port: { layer, port },
        maker: null,
      });
  }

  private numbers(name: string | undefined): readonly number[] | null {
    const state = name ? this.states.get(name) : undefined;
    return (state?.known && numbersOf(state.known)) ?? state?.constant?.numbers(MAX_KNOWN) ?? null;
  }
}
