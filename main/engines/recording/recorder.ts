import type { Tensor, Tf } from '../../../shared/layers/tfjs-contract.ts';
import type { StateCell, StepNotes } from '../state-cell.ts';
import { completeAttributes } from './missing-attributes.ts';
import type {
  Binding,
  NativeAttribute,
  NativeBackend,
  NativeTensor,
  NativeValues,
} from './native-backend.ts';
import { handleOf } from './native-backend.ts';
import {
  type Source,
  type Trace,
  type TracedConstant,
  type TracedOperation,
  type TracedUpdate,
  typeOfSource,
  type ValueType,
} from './trace.ts';

/** What a recorded step starts from. */
export interface RecordingFrame {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly state: ReadonlyMap<string, StateCell>;
}

/**
 * Runs a step eagerly and writes down what TensorFlow is asked to do. The step takes effect as usual.
 *
 * @param backend tfjs-node's backend
 * @param frame the step's inputs and state
 * @param step does the work; gives the tensors that the caller of the recorded step will want
 */
export function record(
  backend: NativeBackend,
  { inputs, state }: RecordingFrame,
  step: (notes: StepNotes) => readonly Tensor[],
): Trace {
  const { binding } = backend;
  const tape = new Tape(binding);
  for (const [name, tensor] of inputs) tape.begin({ kind: 'input', name }, handleOf(backend, tensor));
  for (const [name, cell] of state) tape.begin({ kind: 'state', name }, handleOf(backend, cell.read()));
  backend.binding = tape.listening();
  try {
    const updates: TracedUpdate[] = [];
    const sourceOf = (tensor: Tensor) => tape.source(handleOf(backend, tensor));
    const isUntouched = (name: string) => {
      const cell = state.get(name);
      const source = cell && sourceOf(cell.read());
      return source?.kind === 'state' && source.name === name;
    };
    const results = step({
      update: ({ gradient, numbers, ...rest }) => {
        // A fused operation would begin from the variable itself, not from what the step has made of it.
        if (![rest.weight, ...rest.slots].every(isUntouched)) return;
        updates.push({
          ...rest,
          gradient: sourceOf(gradient),
          numbers: new Map([...numbers].map(([name, tensor]) => [name, sourceOf(tensor)])),
        });
      },
    });
    const changes = new Map<string, Source>();
    for (const [name, cell] of state) {
      const source = sourceOf(cell.read());
      if (source.kind !== 'state' || source.name !== name) changes.set(name, source);
    }
    return tape.trace(changes, results.map(sourceOf), updates);
  } finally {
    backend.binding = binding;
  }
}

/** What `tf.tidy` does, for work whose result holds no tensors. */
export function tidied<Result>(tf: Tf, work: () => Result): Result {
  let result: { readonly value: Result } | null = null as { readonly value: Result } | null;
  tf.tidy(() => {
    result = { value: work() };
  });
  if (!result) throw new Error('The library did not do what it was asked.');
  return result.value;
}

/** Handles and where they come from. Handles count upwards and are never used twice. */
class Tape {
  private readonly binding: Binding;
  private readonly operations: TracedOperation[] = [];
  private readonly constants: TracedConstant[] = [];
  private readonly inputs = new Map<string, ValueType>();
  private readonly state = new Map<string, ValueType>();
  private readonly sources = new Map<number, Source>();

  constructor(binding: Binding) {
    this.binding = binding;
  }

  begin(source: Extract<Source, { name: string }>, id: number): void {
    this.sources.set(id, source);
    const types = source.kind === 'input' ? this.inputs : this.state;
    types.set(source.name, this.typeOf(id));
  }

  /** The addon with ears; its own properties can neither be written nor listed, so each is copied. */
  listening(): Binding {
    const { binding } = this;
    return Object.assign(copyOf(binding), {
      createTensor: (shape, dtype, values) => {
        const id = binding.createTensor(shape, dtype, values);
        this.addConstant(id, { shape: [...shape], dtype, values });
        return id;
      },
      executeOp: (name, attributes, inputs, outputs) => {
        const given = inputs.map(id => this.source(id));
        const results = binding.executeOp(name, attributes, inputs, outputs);
        this.addOperation(name, attributes, given, results);
        return results;
      },
    } satisfies Partial<Binding>);
  }

  source(id: number): Source {
    return this.sources.get(id) ?? this.foreign(id);
  }

  trace(
    changes: ReadonlyMap<string, Source>,
    results: readonly Source[],
    updates: readonly TracedUpdate[],
  ): Trace {
    const { operations, inputs, state } = this;
    // Their arrays belong to whoever made them.
    const constants = this.constants.map(constant => ({ ...constant, values: constant.values.slice() }));
    return { operations, constants, inputs, state, changes, results, updates };
  }

  private addOperation(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly Source[],
    results: readonly NativeTensor[],
  ): void {
    const index = this.operations.length;
    for (const [output, { id }] of results.entries())
      this.sources.set(id, { kind: 'operation', index, output });
    this.operations.push({
      name,
      attributes: completeAttributes(
        name,
        attributes,
        inputs.map(input => this.dtypeOf(input)),
      ),
      inputs,
      outputs: results.map(({ shape, dtype }) => ({ shape, dtype })),
    });
  }

  /** The element type of a value that was recorded. */
  private dtypeOf(source: Source): number {
    const { operations, constants, inputs, state } = this;
    return typeOfSource({ operations, constants, inputs, state }, source).dtype;
  }

  private addConstant(id: number, constant: TracedConstant): Source {
    const source: Source = { kind: 'constant', index: this.constants.length };
    this.constants.push(constant);
    this.sources.set(id, source);
    return source;
  }

  /** A tensor from before that nobody named: its present numbers count as a constant, and the guard sees whether they are one. */
  private foreign(id: number): Source {
    const values: NativeValues = this.binding.tensorDataSync(id);
    return this.addConstant(id, { ...this.typeOf(id), values });
  }

  private typeOf(id: number): ValueType {
    const [same] = this.binding.executeOp('Identity', [], [id], 1);
    if (!same) throw new Error('TensorFlow gave no copy of a tensor.');
    this.binding.deleteTensor(same.id);
    return { shape: same.shape, dtype: same.dtype };
  }
}

function copyOf(binding: Binding): Binding {
  const names = Object.getOwnPropertyNames(binding);
  return Object.fromEntries(names.map(name => [name, Reflect.get(binding, name)])) as unknown as Binding;
}
