import type { DType } from '../../document/value.ts';
import { fromBase64 } from '../../layers/arithmetic/base64.ts';
import { bfloatBits, halfBits } from '../../layers/arithmetic/half-floats.ts';
import type { WeightDescription } from '../../layers/contract.ts';
import {
  type CarriedOperator,
  ONNX_ELEMENT_TYPES,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxWeightForm,
} from '../../layers/onnx-contract.ts';
import { type Half, isHalf, type WeightStore } from '../../layers/weight-store.ts';
import { elementCount, type OnnxData, type OnnxInitializer, type OnnxNode } from './model.ts';
import { isIdentity, permuteData } from './permute.ts';
import { takeSlices } from './take-slices.ts';

/** Constants up to this many elements are written once, however many layers ask for them. */
const SHARED_CONSTANT_ELEMENTS = 64;

/** Weights of more elements are asked for in pieces where they are written as they are stored. */
const LARGE_WEIGHT = 2 ** 20;

/** Collects nodes and constants of all layers under unique names. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, OnnxInitializer>();
  private readonly names: Set<string>;
  private readonly constants = new Map<string, string>();
  private readonly weights: WeightStore;
  private readonly opset: number;

  /**
   * @param opset operator set written
   * @param weights where initializers take their elements from
   * @param reserved names that only the layers' results may carry
   */
  constructor(opset: number, weights: WeightStore, reserved: Iterable<string>) {
    this.opset = opset;
    this.weights = weights;
    this.names = new Set(reserved);
  }

  /** A name that nothing else has: the wished one, or it with a number. */
  unique(wish: string): string {
    let name = wish;
    for (let i = 2; this.names.has(name); i++) name = `${wish}_${i}`;
    this.names.add(name);
    return name;
  }

  /**
   * Lets a layer write its nodes.
   *
   * @param layer the layer's name
   * @param owner the layer whose weights it uses (itself, unless tied)
   * @param descriptions the weights
   * @param half the half precision that the layer works in: its constants and casts of float32 are written in it; null for none
   * @param write the layer's `onnx`, given the graph
   * @returns the names of its outputs: the layer's own name for the first, unless it passes an input on unchanged
   */
  addLayer(
    layer: string,
    owner: string,
    descriptions: readonly WeightDescription[],
    half: Half | null,
    write: (graph: OnnxGraph) => readonly string[],
  ): readonly string[] {
    const start = this.nodes.length;
    const results = write(this.layerGraph(layer, owner, descriptions, half));
    return results.map((result, port) => {
      if (result === '') return '';
      const producer = this.nodes.findIndex((node, i) => i >= start && node.outputs.includes(result));
      if (producer < 0) return result;
      const label = port === 0 ? layer : this.unique(`${layer}/output_${port + 1}`);
      this.renameSince(start, result, label);
      return label;
    });
  }

  private layerGraph(
    layer: string,
    owner: string,
    descriptions: readonly WeightDescription[],
    half: Half | null,
  ): OnnxGraph {
    const nodes: OnnxGraph['nodes'] = (operator, inputs, count, given = {}) => {
      const attributes = half && operator === 'Cast' ? castTo(given, half) : given;
      const name = this.unique(`${layer}/${operator}`);
      const outputs = Array.from({ length: count }, (_, i) =>
        i === 0 ? this.unique(`${name}:0`) : this.unique(`${name}:${i}`),
      );
      this.nodes.push({ operator, name, inputs, outputs, attributes });
      return outputs;
    };
    const node = (
      operator: string,
      inputs: readonly string[],
      attributes: Readonly<Record<string, OnnxAttribute>> = {},
    ) => nodes(operator, inputs, 1, attributes)[0] ?? '';
    return {
      opset: this.opset,
      isHalf: half !== null,
      node,
      nodes,
      transpose: (input, permutation) =>
        isIdentity(permutation) ? input : node('Transpose', [input], { perm: { ints: permutation } }),
      carried: operator => this.carried(layer, operator),
      constant: (values, dtype, shape = [values.length]) =>
        this.constant(layer, values, half && dtype === 'float32' ? half : dtype, shape),
      weight: (name, form = {}) => {
        const description = descriptions.find(weight => weight.name === name);
        if (!description)
          throw new Error(`The layer ${layer} writes a weight "${name}" that it does not describe.`);
        return this.weight(`${owner}/${name}`, description, form);
      },
    };
  }

  private carried(layer: string, operator: CarriedOperator): readonly string[] {
    const name = this.unique(`${layer}/${operator.operator}`);
    const outputs = operator.outputs.map((isThere, i) => (isThere ? this.unique(`${name}:${i}`) : ''));
    const { domain, version } = operator;
    const attributes = Object.values(operator.attributes).map(text => fromBase64(text) ?? new Uint8Array());
    this.nodes.push({
      operator: operator.operator,
      name,
      inputs: [...operator.inputs, ...operator.captures.map(({ tensor }) => tensor)],
      outputs,
      attributes: {},
      carried: { domain, version, attributes, captures: operator.captures.map(capture => capture.name) },
    });
    return outputs;
  }

  private constant(layer: string, values: readonly number[], dtype: DType, shape: readonly number[]): string {
    const key =
      values.length <= SHARED_CONSTANT_ELEMENTS ? `${dtype} ${shape.join()} ${values.join()}` : null;
    const known = key === null ? undefined : this.constants.get(key);
    if (known !== undefined) return known;
    const name = this.unique(`${layer}/constant`);
    this.initializers.set(name, { name, dtype, shape, data: () => constantData(values, dtype) });
    if (key !== null) this.constants.set(key, name);
    return name;
  }

  private weight(
    fullName: string,
    { shape, dtype = 'float32' }: WeightDescription,
    form: OnnxWeightForm,
  ): string {
    const key = `weight ${fullName} ${JSON.stringify(form)}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const given = form.reshape ?? shape;
    const { take } = form;
    const before = take ? given.with(take.axis, take.indices.length) : given;
    const permuted = form.permute ? form.permute.map(axis => before[axis] ?? 1) : before;
    // What is stored of a half precision may be float32 and is narrowed whole.
    const isStored = !take && !form.permute && !isHalf(dtype);
    const isStreamed = isStored && elementCount(shape) > LARGE_WEIGHT && this.weights.pieces;
    const name = this.unique(fullName);
    this.initializers.set(name, {
      name,
      dtype,
      shape: form.finalShape ?? permuted,
      data: () => {
        const data = this.elements(fullName, dtype);
        if (data?.length !== elementCount(shape))
          throw new Error(
            `The weight ${fullName} should have ${elementCount(shape)} elements; got ${data?.length ?? 'none'}.`,
          );
        if (!take) return form.permute ? permuteData(data, before, form.permute) : data;
        if (!(data instanceof Float32Array || data instanceof Uint16Array))
          throw new Error(
            `The weight ${fullName} is of the type ${dtype}; slices are taken of float32 and half precision alone.`,
          );
        const taken = takeSlices(data, given, take);
        return form.permute ? permuteData(taken, before, form.permute) : taken;
      },
      ...(isStreamed ? { pieces: () => this.weights.pieces?.(fullName) ?? [] } : {}),
    });
    this.constants.set(key, name);
    return name;
  }

  private elements(name: string, dtype: DType): OnnxData | undefined {
    if (dtype === 'float32') return this.weights.get(name);
    if (!isHalf(dtype)) return this.weights.elements?.(name);
    // A network that was trained here, or never, has its weights in float32.
    const stored = this.weights.elements?.(name) ?? this.weights.get(name);
    return stored instanceof Float32Array ? constantData(stored, dtype) : stored;
  }

  private renameSince(start: number, from: string, to: string): void {
    for (let i = start; i < this.nodes.length; i++) {
      const node = this.nodes[i];
      if (!node) continue;
      const makes = node.outputs.includes(from);
      if (!makes && !node.inputs.includes(from)) continue;
      const swap = (name: string) => (name === from ? to : name);
      this.nodes[i] = {
        ...node,
        name: makes && node.outputs[0] === from ? to : node.name,
        inputs: node.inputs.map(swap),
        outputs: node.outputs.map(swap),
      };
    }
  }
}

/** The attributes of a Cast that a layer writes for float32, in half precision. */
function castTo(
  attributes: Readonly<Record<string, OnnxAttribute>>,
  half: Half,
): Readonly<Record<string, OnnxAttribute>> {
  const { to } = attributes;
  if (!to || !('int' in to) || to.int !== ONNX_ELEMENT_TYPES.float32) return attributes;
  return { ...attributes, to: { int: ONNX_ELEMENT_TYPES[half] } };
}

function constantData(values: ArrayLike<number>, dtype: DType): OnnxData {
  switch (dtype) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'int64':
      return BigInt64Array.from(Array.from(values, BigInt));
    case 'bool':
    case 'uint8':
      return Uint8Array.from(values);
    case 'float16':
      return Uint16Array.from(values, halfBits);
    case 'bfloat16':
      return Uint16Array.from(values, bfloatBits);
    default:
      throw new Error(`A constant of the type ${dtype} cannot be written; cast one of float32.`);
  }
}
