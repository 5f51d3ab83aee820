import { LAYOUT_RULES, type LayoutPass, type Place } from './layout-rules.ts';
import type { OnnxInitializer, OnnxNode } from './model.ts';
import { elementCount } from './model.ts';
import { composePermutations, inversePermutation, isIdentity, permuteData } from './permute.ts';

/** What the pass works on. */
export interface TransposeInput {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxInitializer>;
  /** Graph inputs, with the permutation that leads from the graph's input to what the layers read; null for none. */
  readonly inputs: ReadonlyMap<string, readonly number[] | null>;
  /** Ranks of tensors where known; used where operands broadcast. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Names that must exist as tensors in their own order. */
  readonly outputs: readonly string[];
  /**
   * Whether nothing but pairs of transposes is taken away. Runtimes compute half precision in float32 over stretches of operators, which
   * other transposes between them would divide elsewhere: the last bits would come out otherwise.
   */
  readonly onlyPairs: boolean;
  /** Gives a name that nothing else has. */
  unique(wish: string): string;
}

/** The same network with fewer transposes. */
export interface TransposeResult {
  readonly nodes: OnnxNode[];
  readonly initializers: Map<string, OnnxInitializer>;
  /** Where a value of the given graph stands now. */
  place(name: string): Place;
}

/**
 * Moves transposes down the graph as far as they go, so that inverse pairs meet and vanish: each value is kept in the order in which
 * it was computed, together with the permutation that leads to the order the layers meant, and a Transpose is written only where an
 * operator (or an output) truly needs that order. Constants that meet such a value are permuted instead.
 *
 * @param input the graph as the layers wrote it, in topological order
 */
export function removeTransposes(input: TransposeInput): TransposeResult {
  const pass = new TransposePass(input);
  for (const node of input.nodes) pass.visit(node);
  for (const output of input.outputs) pass.settle(output);
  return { nodes: pass.nodes, initializers: pass.initializers, place: name => pass.place(name) };
}

/** The state of the pass. */
class TransposePass implements LayoutPass {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Map<string, OnnxInitializer>;
  private readonly places = new Map<string, Place>();
  private readonly written = new Map<string, string>();
  private readonly real = new Set<string>();
  private readonly ranks: Map<string, number>;
  private readonly input: TransposeInput;

  constructor(input: TransposeInput) {
    this.input = input;
    this.initializers = new Map(input.initializers);
    this.ranks = new Map(input.ranks);
    for (const [name, permutation] of input.inputs) {
      this.places.set(name, { tensor: name, permutation });
      this.real.add(name);
    }
  }

  place(name: string): Place {
    return this.places.get(name) ?? { tensor: name, permutation: null };
  }

  rank(name: string): number | undefined {
    return (
      this.place(name).permutation?.length ??
      this.initializers.get(name)?.shape.length ??
      this.ranks.get(name)
    );
  }

  /** Takes over one node of the given graph. */
  visit(node: OnnxNode): void {
    const [first = ''] = node.inputs;
    const perm = node.attributes.perm;
    if (
      node.operator === 'Transpose' &&
      !node.carried &&
      perm &&
      'ints' in perm &&
      !this.initializers.has(first)
    ) {
      const { tensor, permutation } = this.place(first);
      const total = permutation ? composePermutations(permutation, perm.ints) : perm.ints;
      this.places.set(node.outputs[0] ?? '', { tensor, permutation: isIdentity(total) ? null : total });
      return;
    }
    const isFixed = node.carried || this.input.onlyPairs;
    const rule = isFixed ? undefined : LAYOUT_RULES.get(node.operator);
    if (rule?.(this, node)) return;
    this.emit(
      { ...node, inputs: node.inputs.map(name => (name === '' ? '' : this.inLayout(name, null))) },
      null,
    );
  }

  emit(node: OnnxNode, permutation: readonly number[] | null): void {
    this.nodes.push(node);
    for (const name of node.outputs) {
      if (permutation === null || isIdentity(permutation)) {
        this.real.add(name);
        continue;
      }
      // The value keeps its name for those who ask; the tensor written takes another until the end.
      const tensor = this.input.unique(`${name}/written`);
      this.nodes[this.nodes.length - 1] = {
        ...node,
        outputs: node.outputs.map(output => (output === name ? tensor : output)),
      };
      this.real.add(tensor);
      this.places.set(name, { tensor, permutation });
    }
  }

  isFree(name: string, permutation: readonly number[] | null): boolean {
    if (this.initializers.has(name)) return true;
    const step = this.stepTo(name, permutation);
    return step === null || this.written.has(`${this.place(name).tensor} ${step}`);
  }

  inLayout(name: string, permutation: readonly number[] | null): string {
    const constant = this.initializers.get(name);
    if (constant) return permutation ? this.permutedConstant(constant, permutation) : name;
    const { tensor } = this.place(name);
    const step = this.stepTo(name, permutation);
    if (step === null) return tensor;
    const key = `${tensor} ${step}`;
    const known = this.written.get(key);
    if (known !== undefined) return known;
    const isOwn = permutation === null && !this.real.has(name);
    const output = isOwn ? name : this.input.unique(`${tensor}/transposed`);
    this.nodes.push({
      operator: 'Transpose',
      name: isOwn ? name : output,
      inputs: [tensor],
      outputs: [output],
      attributes: { perm: { ints: step } },
    });
    this.real.add(output);
    this.written.set(key, output);
    return output;
  }

  /** Makes sure that an output exists as a tensor of its own name, in its own order. */
  settle(name: string): void {
    const tensor = this.inLayout(name, null);
    if (tensor === name && !this.input.inputs.has(name)) return;
    this.nodes.push({ operator: 'Identity', name, inputs: [tensor], outputs: [name], attributes: {} });
    this.real.add(name);
  }

  wholeNumbers(wish: string, values: readonly number[]): string {
    return this.addInitializer(`${wish}/constant`, {
      name: '',
      dtype: 'int64',
      shape: [values.length],
      data: () => BigInt64Array.from(values, value => BigInt(value)),
    });
  }

  floats(wish: string, values: readonly number[]): string {
    return this.addInitializer(`${wish}/constant`, {
      name: '',
      dtype: 'float32',
      shape: [values.length],
      data: () => Float32Array.from(values),
    });
  }

  private permutedConstant(constant: OnnxInitializer, permutation: readonly number[]): string {
    if (elementCount(constant.shape) <= 1 && constant.shape.length <= 1) return constant.name;
    const key = `constant ${constant.name} ${permutation}`;
    const known = this.written.get(key);
    if (known !== undefined) return known;
    const missing = permutation.length - constant.shape.length;
    const full = [...new Array<number>(Math.max(0, missing)).fill(1), ...constant.shape];
    const inverse = inversePermutation(permutation);
    const name = this.addInitializer(constant.name, {
      name: constant.name,
      dtype: constant.dtype,
      shape: inverse.map(axis => full[axis] ?? 1),
      data: () => permuteData(constant.data(), full, inverse),
    });
    this.written.set(key, name);
    return name;
  }

  private addInitializer(wish: string, initializer: OnnxInitializer): string {
    const name = this.input.unique(wish);
    this.initializers.set(name, { ...initializer, name });
    return name;
  }

  private stepTo(name: string, permutation: readonly number[] | null): readonly number[] | null {
    const place = this.place(name);
    const inverse = permutation ? inversePermutation(permutation) : null;
    const step =
      place.permutation && inverse
        ? composePermutations(place.permutation, inverse)
        : (place.permutation ?? inverse);
    return step === null || isIdentity(step) ? null : step;
  }
}
