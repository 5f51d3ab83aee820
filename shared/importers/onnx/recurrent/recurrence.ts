import type { Dim, DType, Shape } from '../../../document/value.ts';
import type { ConvertContext } from '../convert-context.ts';
import type { Step, TensorState } from '../draft.ts';
import { EMPTY_ATTRIBUTE, type FileAttribute, type FileNode } from '../onnx-file.ts';
import { fillOf } from './filled.ts';
import { isRecurrent, recurrentLayer } from './recurrent-node.ts';
import { isWhole, type TensorView, transposedView, viewShape, wholeView } from './tensor-view.ts';

/** An index beyond every extent. */
const END = 2_147_483_647;
const SWAP = [1, 0, 2];

/** A recurrent operator of the file, read as a layer that has the batch in front. */
export interface Recurrence {
  /** The node, giving what the layer gives. */
  readonly node: FileNode;
  readonly steps: readonly Step[];
  /** Tensors that the layer reads; made when something asks for them. */
  readonly before: ReadonlyMap<string, TensorState>;
  /** Tensors that follow from what the layer gives; made when something asks for them. */
  readonly after: ReadonlyMap<string, TensorState>;
}

/** What stands around the node. */
export interface Surroundings {
  readonly states: ReadonlyMap<string, TensorState>;
  /** Whether anything in the file reads a tensor. */
  isRead(name: string): boolean;
}

/**
 * Reads LSTM, GRU and RNN. ONNX's operators have time in front, and their outputs an axis of directions; both are brought to the layer's
 * order, and what the file does to the same end is seen through.
 *
 * @param context the node
 * @param surroundings its tensors
 * @returns null where the node is no recurrent operator or no layer computes the same
 */
export function recurrenceOf(context: ConvertContext, surroundings: Surroundings): Recurrence | null {
  const { node } = context;
  const { states } = surroundings;
  const shape = context.shape(0);
  if (!isRecurrent(context) || shape?.length !== 3 || context.constant(0)) return null;
  const [time = null, batch = null] = shape;
  const [isSequenceRead, isLastRead, isMemoryRead] = [0, 1, 2].map(i =>
    surroundings.isRead(node.outputs[i] ?? ''),
  );
  const lengths = fillOf(states.get(context.input(4)));
  if (isMemoryRead || (context.has(4) && (lengths === null || lengths !== time))) return null;
  // The first states, and the weights of the peepholes, where there are any.
  if ([5, 6, 7].some(i => context.has(i) && fillOf(states.get(context.input(i))) !== 0)) return null;
  const isSequence = isSequenceRead || !isLastRead;
  const layer = recurrentLayer(context, isSequence);
  // Slice took its bounds as attributes then.
  if (layer?.directions === 2 && isSequence && isLastRead && context.opset < 10) return null;
  if (!layer) return null;
  const later = new LaterTensors(context.dtype(0) ?? 'float32');
  const sequence = batchFirst(context.input(0), states.get(context.input(0)), shape, later);
  const before = new Map(later.states);
  const name = node.name || node.outputs.find(output => output !== '') || node.operator;
  const given = `${name}/output`;
  const steps: Step[] = [{ ...layer, inputs: [sequence] }];
  // Keras gives the outputs of a reversed sequence in the order in which they are made, ONNX where their inputs stood.
  if (isSequence && layer.directions === 1 && layer.isReverse)
    steps.push({
      type: 'Slice',
      inputs: [0],
      parameters: { starts: [-1], ends: [-END], axes: [1], steps: [-1] },
    });
  later.states.clear();
  const { units, directions } = layer;
  const [y = '', last = ''] = node.outputs;
  if (isSequence && y !== '') later.sequence(y, given, [batch, time, directions, units]);
  if (isLastRead) {
    const end = isSequence ? later.end(given, [batch, time, directions, units], layer.isReverse) : given;
    later.last(last, end, [batch, directions, units]);
  }
  return { node: { ...node, outputs: [given] }, steps, before, after: later.states };
}

/** The name of the sequence with the batch in front. */
function batchFirst(name: string, state: TensorState | undefined, shape: Shape, later: LaterTensors): string {
  const view =
    state?.view ??
    wholeView(
      name,
      shape.map(dim => [dim]),
    );
  const swapped = transposedView(view, SWAP);
  if (isWhole(swapped)) return swapped.base;
  const made = `${name}/batch_first`;
  later.add(made, 'Transpose', [name], { perm: SWAP }, viewShape(swapped), swapped);
  return made;
}

/** Tensors that are made when something asks for them, each by a node of ONNX. */
class LaterTensors {
  readonly states = new Map<string, TensorState>();
  private readonly dtype: DType;

  constructor(dtype: DType) {
    this.dtype = dtype;
  }

  /** (batch, time, directions · units) as ONNX gives it: (time, directions, batch, units). */
  sequence(name: string, given: string, [batch = null, time = null, count = 1, units = null]: Shape): void {
    const parts = wholeView(given, [[batch], [time], [count, units]]);
    const view: TensorView = {
      ...parts,
      axes: [
        parts.axes[1] ?? [],
        directionsOf(parts, 2, count),
        parts.axes[0] ?? [],
        unitsOf(parts, 2, count),
      ],
    };
    const shape = [time, count, batch, units];
    if (count === 1) {
      const swapped = `${name}/time_first`;
      this.add(swapped, 'Transpose', [given], { perm: SWAP }, [time, batch, units]);
      this.add(name, 'Unsqueeze', [swapped], { axes: [1] }, shape, view);
      return;
    }
    const split = `${name}/directions`;
    const to = this.numbers(`${name}/extents`, [0, 0, 2, Number(units)]);
    this.add(split, 'Reshape', [given, to], {}, [batch, time, count, units]);
    this.add(name, 'Transpose', [split], { perm: [1, 2, 0, 3] }, shape, view);
  }

  /** (batch, directions · units) as ONNX gives it: (directions, batch, units). */
  last(name: string, given: string, [batch = null, count = 1, units = null]: Shape): void {
    const parts = wholeView(given, [[batch], [count, units]]);
    const view: TensorView = {
      ...parts,
      axes: [directionsOf(parts, 1, count), parts.axes[0] ?? [], unitsOf(parts, 1, count)],
    };
    const shape = [count, batch, units];
    if (count === 1) {
      this.add(name, 'Unsqueeze', [given], { axes: [0] }, shape, view);
      return;
    }
    const split = `${name}/directions`;
    const to = this.numbers(`${name}/extents`, [0, 2, Number(units)]);
    this.add(split, 'Reshape', [given, to], {}, [batch, count, units]);
    this.add(name, 'Transpose', [split], { perm: SWAP }, shape, view);
  }

  /** The last outputs of a whole sequence: at its end, for one that is read backwards at its beginning. */
  end(given: string, [batch = null, , count = 1, units = null]: Shape, isReverse: boolean): string {
    const size = Number(count) * Number(units);
    const at = (index: number): string => {
      const name = `${given}/step ${index}`;
      const place = this.numbers(`${name}/index`, [index], []);
      this.add(name, 'Gather', [given, place], { axis: 1 }, [batch, size]);
      return name;
    };
    if (count === 1) return at(isReverse ? 0 : -1);
    const half = (index: number, from: number): string => {
      const name = `${given}/half ${from}`;
      const bounds = [from, from + Number(units), 1].map(bound =>
        this.numbers(`${name}/bound ${bound}`, [bound]),
      );
      this.add(name, 'Slice', [at(index), ...bounds], {}, [batch, units]);
      return name;
    };
    const name = `${given}/last`;
    this.add(name, 'Concat', [half(-1, 0), half(0, Number(units))], { axis: 1 }, [batch, size]);
    return name;
  }

  add(
    name: string,
    operator: string,
    inputs: readonly string[],
    settings: Readonly<Record<string, number | readonly number[]>>,
    shape: Shape,
    view?: TensorView,
  ): void {
    const maker: FileNode = {
      name,
      operator,
      domain: '',
      inputs,
      outputs: [name],
      attributes: new Map(Object.entries(settings).map(([key, value]) => [key, attribute(key, value)])),
      scopes: [],
    };
    const value = { dtype: this.dtype, shape };
    this.states.set(name, { value, constant: null, known: null, port: null, maker, ...(view && { view }) });
  }

  private numbers(
    name: string,
    values: readonly number[],
    shape: readonly number[] = [values.length],
  ): string {
    const value = { dtype: 'int64', shape } as const;
    const known = { dtype: 'int64', shape, values } as const;
    this.states.set(name, { value, constant: null, known, port: null, maker: null });
    return name;
  }
}

/** The factor of the directions within the base's last axis. */
function directionsOf(parts: TensorView, axis: number, count: Dim): TensorView['axes'][number] {
  return count === 1 ? [] : (parts.axes[axis]?.slice(0, 1) ?? []);
}

function unitsOf(parts: TensorView, axis: number, count: Dim): TensorView['axes'][number] {
  return parts.axes[axis]?.slice(count === 1 ? 0 : 1) ?? [];
}

function attribute(name: string, value: number | readonly number[]): FileAttribute {
  const held = typeof value === 'number' ? { type: 2, int: value } : { type: 7, ints: value };
  return { ...EMPTY_ATTRIBUTE, ...held, name, bytes: () => new Uint8Array() };
}
