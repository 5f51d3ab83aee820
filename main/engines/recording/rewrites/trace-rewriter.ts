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
 * What may stand for an operation whose inputs are already those of the new trace.
 *
 * @returns a source for each of its outputs; null where the rewrite does not concern it
 */
export type Rewrite = (writer: TraceRewriter, operation: TracedOperation) => readonly Source[] | null;

/** Writes a trace anew, operation by operation, with others in the place of some. */
export class TraceRewriter {
  private readonly trace: Trace;
  private readonly operations: TracedOperation[] = [];
  private readonly constants: TracedConstant[];
  /** By operation of the trace: what stands for each of its outputs. */
  private readonly places: (readonly Source[])[] = [];

  /** @param trace the one to rewrite */
  constructor(trace: Trace) {
    this.trace = trace;
    this.constants = [...trace.constants];
  }

  /**
   * The trace rewritten.
   *
   * @param rewrites the first that concerns an operation counts
   */
  rewritten(rewrites: readonly Rewrite[]): Trace {
    for (const [index, { inputs, ...rest }] of this.trace.operations.entries()) {
      const operation = { ...rest, inputs: inputs.map(input => this.mapped(input)) };
      let made: readonly Source[] | null = null;
      for (const rewrite of rewrites) made ??= rewrite(this, operation);
      this.places[index] = made ?? this.push(operation);
    }
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

  /** Adds an operation of one output. */
  add(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly Source[],
    output: ValueType,
  ): Source {
    const [made] = this.push({ name, attributes, inputs, outputs: [output] });
    if (!made) throw new Error(`${name} was written without its output.`);
    return made;
  }

  /** Another shape of the same numbers; nothing is added where it is the shape that they had before they were reshaped. */
  reshaped(from: Source, shape: readonly number[]): Source {
    const origin = this.originOf(from);
    const { dtype, shape: before } = this.typeOf(origin);
    if (before.join() === shape.join()) return origin;
    this.constants.push({ dtype: DT.int32, shape: [shape.length], values: Int32Array.from(shape) });
    const extents: Source = { kind: 'constant', index: this.constants.length - 1 };
    const types = [typeAttribute('T', dtype), typeAttribute('Tshape', DT.int32)];
    return this.add('Reshape', types, [origin, extents], { dtype, shape });
  }

  /** What a reshaping reshapes; the source itself where it is none. */
  originOf(source: Source): Source {
    if (source.kind !== 'operation') return source;
    const operation = this.operations[source.index];
    return operation?.name === 'Reshape' ? (operation.inputs[0] ?? source) : source;
  }

  /** The type of a source of the new trace. */
  typeOf(source: Source): ValueType {
    const { inputs, state } = this.trace;
    return typeOfSource({ operations: this.operations, constants: this.constants, inputs, state }, source);
  }

  /** The numbers of a constant; null for any other source. */
  valuesOf(source: Source): TracedConstant['values'] | null {
    return source.kind === 'constant' ? (this.constants[source.index]?.values ?? null) : null;
  }

  private push(operation: TracedOperation): readonly Source[] {
    const index = this.operations.length;
    this.operations.push(operation);
    return operation.outputs.map((_, output) => ({ kind: 'operation', index, output }));
  }

  private mapped(source: Source): Source {
    if (source.kind !== 'operation') return source;
    const place = this.places[source.index]?.[source.output];
    if (!place) throw new Error('A recorded step takes what is computed later.');
    return place;
  }
}

/** An attribute that names an element type. */
export function typeAttribute(name: string, value: number): NativeAttribute {
  return { name, type: ATTRIBUTE.type, value };
}

/** Whether an operation has a switch on. */
export function hasFlag({ attributes }: TracedOperation, name: string): boolean {
  return attributes.some(attribute => attribute.name === name && attribute.value === true);
}
