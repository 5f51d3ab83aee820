import { ATTRIBUTE, DT, type NativeAttribute } from '../native-backend.ts';
import {
  type Source,
  type Trace,
  type TracedConstant,
  type TracedOperation,
  typeOfSource,
  type ValueType,
} from '../trace.ts';

/**
 * A recorded step without what computes nothing: casts to the same type, reshapings to the same shape or of a reshaping. Products of
 * stacks of matrices, which is what TensorFlow.js asks for, become plain ones where there is one matrix, which TensorFlow can fuse with the bias and
 * the activation behind them.
 */
export function simplified(trace: Trace): Trace {
  const writer = new Simplifier(trace);
  for (const [index, operation] of trace.operations.entries()) writer.add(index, operation);
  return writer.result();
}

class Simplifier {
  private readonly trace: Trace;
  private readonly operations: TracedOperation[] = [];
  private readonly constants: TracedConstant[];
  /** By operation of the trace: what stands for each of its outputs. */
  private readonly places: (readonly Source[])[] = [];

  constructor(trace: Trace) {
    this.trace = trace;
    this.constants = [...trace.constants];
  }

  add(index: number, operation: TracedOperation): void {
    const inputs = operation.inputs.map(input => this.mapped(input));
    this.places[index] = this.placed({ ...operation, inputs });
  }

  result(): Trace {
    const { changes, results, updates, ...rest } = this.trace;
    const mapped = (entries: ReadonlyMap<string, Source>) =>
      new Map([...entries].map(([name, source]) => [name, this.mapped(source)]));
    return {
      ...rest,
      operations: this.operations,
      constants: this.constants,
      changes: mapped(changes),
      results: results.map(source => this.mapped(source)),
      updates: updates.map(update => ({
        ...update,
        gradient: this.mapped(update.gradient),
        numbers: mapped(update.numbers),
      })),
    };
  }

  private placed(operation: TracedOperation): readonly Source[] {
    const [first, second] = operation.inputs;
    const [output] = operation.outputs;
    if (first && output && operation.name === 'Cast' && this.typeOf(first).dtype === output.dtype)
      return [first];
    if (first && output && operation.name === 'Reshape') return [this.reshaped(first, output.shape)];
    if (first && second && output && operation.name === 'BatchMatMulV2') {
      const plain = this.product(operation, first, second, output);
      if (plain) return [plain];
    }
    return this.push(operation);
  }

  private reshaped(from: Source, shape: readonly number[]): Source {
    const origin = this.originOf(from);
    const { dtype, shape: before } = this.typeOf(origin);
    if (before.join() === shape.join()) return origin;
    const extents = this.constant({ dtype: DT.int32, shape: [shape.length], values: Int32Array.from(shape) });
    const [made = origin] = this.push({
      name: 'Reshape',
      attributes: [typeAttribute('T', dtype), typeAttribute('Tshape', DT.int32)],
      inputs: [origin, extents],
      outputs: [{ dtype, shape }],
    });
    return made;
  }

  private product(
    { attributes }: TracedOperation,
    a: Source,
    b: Source,
    { dtype, shape }: ValueType,
  ): Source | null {
    const factors = [a, b].map(source => this.typeOf(source).shape);
    const isOne = (extents: readonly number[]) =>
      extents.length === 2 || (extents.length === 3 && extents[0] === 1);
    if (!factors.every(isOne)) return null;
    const flag = (name: string) => attributes.find(attribute => attribute.name === name)?.value === true;
    const [product] = this.push({
      name: 'MatMul',
      attributes: [
        typeAttribute('T', dtype),
        { name: 'transpose_a', type: ATTRIBUTE.bool, value: flag('adj_x') },
        { name: 'transpose_b', type: ATTRIBUTE.bool, value: flag('adj_y') },
      ],
      inputs: [a, b].map((source, i) => this.reshaped(source, factors[i]?.slice(-2) ?? [])),
      outputs: [{ dtype, shape: shape.slice(-2) }],
    });
    return product ? this.reshaped(product, shape) : null;
  }

  /** What a reshaping reshapes. */
  private originOf(source: Source): Source {
    if (source.kind !== 'operation') return source;
    const operation = this.operations[source.index];
    return operation?.name === 'Reshape' ? (operation.inputs[0] ?? source) : source;
  }

  private push(operation: TracedOperation): readonly Source[] {
    const index = this.operations.length;
    this.operations.push(operation);
    return operation.outputs.map((_, output) => ({ kind: 'operation', index, output }));
  }

  private constant(constant: TracedConstant): Source {
    this.constants.push(constant);
    return { kind: 'constant', index: this.constants.length - 1 };
  }

  private mapped(source: Source): Source {
    if (source.kind !== 'operation') return source;
    const place = this.places[source.index]?.[source.output];
    if (!place) throw new Error('A recorded step takes what is computed later.');
    return place;
  }

  private typeOf(source: Source): ValueType {
    const { inputs, state } = this.trace;
    return typeOfSource({ operations: this.operations, constants: this.constants, inputs, state }, source);
  }
}

function typeAttribute(name: string, value: number): NativeAttribute {
  return { name, type: ATTRIBUTE.type, value };
}
