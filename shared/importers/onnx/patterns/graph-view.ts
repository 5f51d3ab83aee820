import type { FileGraph, FileNode, FileTensor } from '../onnx-file.ts';
import { outerNames } from '../outer-names.ts';
import { readNumbers, type TensorFiles } from '../tensor-elements.ts';

const MOVES: ReadonlySet<string> = new Set([
  'Slice',
  'Split',
  'Transpose',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
]);

/** What patterns ask of a graph. */
export class GraphView {
  private readonly producers = new Map<string, FileNode>();
  private readonly readers = new Map<string, FileNode[]>();
  private readonly outside = new Map<string, number>();
  private readonly constants = new Map<string, FileTensor>();
  /** What only moves or cuts a constant; where the cut goes may follow from extents. */
  private readonly parts = new Set<string>();
  private readonly files: TensorFiles;

  constructor(graph: FileGraph, files: TensorFiles) {
    this.files = files;
    for (const tensor of graph.initializers) this.constants.set(tensor.name, tensor);
    const readOutside = (name: string) => this.outside.set(name, 1);
    for (const { name } of graph.outputs) readOutside(name);
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.producers.set(output, node);
      for (const name of node.inputs) {
        const list = this.readers.get(name);
        if (list) list.push(node);
        else this.readers.set(name, [node]);
      }
      for (const { graphs } of node.attributes.values())
        for (const inner of graphs) for (const name of outerNames(inner)) readOutside(name);
      const [output = ''] = node.outputs;
      const value = node.operator === 'Constant' ? node.attributes.get('value')?.tensor : null;
      if (value) this.constants.set(output, value);
      const same = node.operator === 'Identity' ? this.constants.get(node.inputs[0] ?? '') : undefined;
      if (same) this.constants.set(output, same);
      if (MOVES.has(node.operator) && node.domain === '' && this.isFixed(node.inputs[0]))
        for (const part of node.outputs) this.parts.add(part);
    }
  }

  /** The node of an operator that makes a tensor; undefined where another does. */
  made(name: string | undefined, operator: string): FileNode | undefined {
    const node = this.producers.get(name ?? '');
    return node?.operator === operator && node.domain === '' ? node : undefined;
  }

  /** The one node that reads a node's only output; undefined where several do, or the graph gives it out. */
  next(node: FileNode | undefined, ...operators: readonly string[]): FileNode | undefined {
    const [output = ''] = node?.outputs ?? [];
    if (node?.outputs.length !== 1 || this.outside.has(output)) return undefined;
    const [reader, ...others] = this.readers.get(output) ?? [];
    const isIt = reader && reader.domain === '' && operators.includes(reader.operator);
    // A reader that takes the tensor twice stands in the list twice.
    return isIt && others.every(other => other === reader) ? reader : undefined;
  }

  /** All nodes that read a node's only output, where nothing outside does. */
  all(node: FileNode | undefined): readonly FileNode[] {
    const [output = ''] = node?.outputs ?? [];
    return node?.outputs.length !== 1 || this.outside.has(output) ? [] : (this.readers.get(output) ?? []);
  }

  /** The extents of a constant; undefined for what is none. */
  shape(name: string | undefined): readonly number[] | undefined {
    return this.constants.get(name ?? '')?.shape;
  }

  /** Whether a tensor is a constant of the file, or a part of one. */
  isFixed(name: string | undefined): boolean {
    return this.constants.has(name ?? '') || this.parts.has(name ?? '');
  }

  /** The one number of a constant; undefined for what is none. */
  scalar(name: string | undefined): number | undefined {
    const tensor = this.constants.get(name ?? '');
    const numbers = tensor ? readNumbers(this.files, tensor, 1) : null;
    return numbers?.length === 1 ? numbers[0] : undefined;
  }

  /** The numbers of a small constant. */
  numbers(name: string | undefined): readonly number[] | undefined {
    const tensor = this.constants.get(name ?? '');
    return (tensor && readNumbers(this.files, tensor, 16)) ?? undefined;
  }

  /** The operand of a node of two that is not the given tensor; undefined where the tensor is not one of them. */
  other(node: FileNode | undefined, name: string): string | undefined {
    const [a, b] = node?.inputs ?? [];
    if (node?.inputs.length !== 2) return undefined;
    return a === name ? b : b === name ? a : undefined;
  }

  /** The tensor that is added to, multiplied with ... a constant near a number; undefined where that is not so. */
  withScalar(node: FileNode | undefined, value: number): string | undefined {
    if (node?.inputs.length !== 2) return undefined;
    const [a, b] = node.inputs;
    if (near(this.scalar(b), value)) return a;
    const isOrdered = node.operator === 'Sub' || node.operator === 'Div' || node.operator === 'Pow';
    return !isOrdered && near(this.scalar(a), value) ? b : undefined;
  }
}

/** Constants are written with more or fewer digits. */
function near(found: number | undefined, value: number): boolean {
  return found !== undefined && Math.abs(found - value) <= 1e-4 * Math.abs(value);
}
