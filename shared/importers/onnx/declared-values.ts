import type { Value } from '../../document/value.ts';
import { carriedValue } from './carried-shapes.ts';
import type { FileGraph, FileNode, FileValue } from './onnx-file.ts';
import type { Symbols } from './symbols.ts';

/** What a file tells of its tensors by itself. */
export class DeclaredValues {
  private readonly declared: ReadonlyMap<string, FileValue>;
  private readonly symbols: Symbols;

  constructor({ values, outputs, inputs }: FileGraph, symbols: Symbols) {
    this.declared = new Map([...values, ...outputs, ...inputs].map(value => [value.name, value]));
    this.symbols = symbols;
  }

  /** Whether what a layer gives is what the file says of the tensor. */
  agrees(name: string, value: Value | undefined): boolean {
    if (!value) return false;
    const declared = this.declared.get(name);
    if (!declared?.isTensor) return true;
    if (declared.dtype !== value.dtype) return false;
    const { shape } = declared;
    if (!shape || !value.shape) return true;
    if (shape.length !== value.shape.length) return false;
    return shape.every((dim, axis) => {
      const own = value.shape?.[axis];
      return typeof dim !== 'number' || typeof own !== 'number' || dim === own;
    });
  }

  /**
   * What a carried node gives: as the file says, else as follows from its inputs.
   *
   * @param name one of its outputs
   * @param node the node
   * @param inputs what its inputs are, where that is known
   */
  valueOf(name: string, node: FileNode, inputs: readonly (Value | undefined)[]): Value {
    const declared = this.declared.get(name);
    const derived = carriedValue(node, inputs, node.outputs.indexOf(name));
    if (!declared?.isTensor) return this.fromGraphs(name, node) ?? derived;
    const shape = this.symbols.shape(declared.shape);
    const own = derived.shape;
    // Where the file leaves an extent open, what follows from the inputs may tell it.
    const isSameRank = own && shape && own.length === shape.length;
    return {
      dtype: declared.dtype,
      shape: isSameRank ? shape.map((dim, axis) => dim ?? own[axis] ?? null) : (shape ?? own),
    };
  }

  /** What the graphs of an If all give. */
  private fromGraphs(name: string, node: FileNode): Value | null {
    const port = node.outputs.indexOf(name);
    const graphs = [...node.attributes.values()].flatMap(attribute => attribute.graphs);
    const given = node.operator === 'If' ? graphs.map(graph => graph.outputs[port]) : [];
    const [first] = given;
    const isOne = given.every(
      value => value?.dtype === first?.dtype && value?.shape?.join() === first?.shape?.join(),
    );
    if (!first?.isTensor || !isOne) return null;
    return { dtype: first.dtype, shape: this.symbols.shape(first.shape) };
  }
}
