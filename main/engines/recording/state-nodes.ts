import type { Edge, GraphBuilder } from './graph-builder.ts';
import { ATTRIBUTE, DT } from './native-backend.ts';
import type { ValueType } from './trace.ts';

/** A variable of the graph. */
export interface StateNode extends ValueType {
  /** The resource. */
  readonly handle: Edge;
  /** Its present value. */
  readonly get: Edge;
  /** The placeholder for a new value. */
  readonly feed: string;
  /** Fetched to take the new value over. */
  readonly set: Edge;
}

/**
 * Adds a resource variable for each value that lives from step to step, with nodes that read and replace it. They begin without
 * a value.
 */
export function addState(
  graph: GraphBuilder,
  state: ReadonlyMap<string, ValueType>,
): ReadonlyMap<string, StateNode> {
  const nodes = new Map<string, StateNode>();
  for (const [name, { dtype, shape }] of state) {
    const at = `state${nodes.size}`;
    const handle = graph.add(
      'VarHandleOp',
      [],
      [
        { name: 'container', type: ATTRIBUTE.string, value: '' },
        { name: 'shared_name', type: ATTRIBUTE.string, value: at },
        { name: 'dtype', type: ATTRIBUTE.type, value: dtype },
        { name: 'shape', type: ATTRIBUTE.shape, value: shape },
      ],
      at,
    );
    const feed = graph.placeholder(`${at}/feed`, { dtype, shape });
    // The fed memory is JavaScript's: operations that update in place must not get hold of it.
    const own = graph.add('DeepCopy', [feed], [{ name: 'T', type: ATTRIBUTE.type, value: dtype }]);
    const assigned = assignState(graph, handle, own, dtype, []);
    const set = done(graph, [assigned], `${at}/set`);
    nodes.set(name, {
      dtype,
      shape,
      handle,
      get: readState(graph, handle, dtype, [], `${at}/get`),
      feed,
      set,
    });
  }
  return nodes;
}

/** Reads a variable, after the nodes given. */
export function readState(
  graph: GraphBuilder,
  handle: Edge,
  dtype: number,
  after: readonly string[],
  name?: string,
): Edge {
  const attributes = [{ name: 'dtype', type: ATTRIBUTE.type, value: dtype }];
  return graph.add('ReadVariableOp', [handle, ...after.map(control)], attributes, name);
}

/** Replaces a variable's value, after the nodes given; answers the node to wait for. */
export function assignState(
  graph: GraphBuilder,
  handle: Edge,
  value: Edge,
  dtype: number,
  after: readonly string[],
): string {
  const attributes = [{ name: 'dtype', type: ATTRIBUTE.type, value: dtype }];
  return graph.add('AssignVariableOp', [handle, value, ...after.map(control)], attributes);
}

/** A number that is there once all nodes given have run. */
export function done(graph: GraphBuilder, after: readonly string[], name: string): Edge {
  const zero = graph.constant({ dtype: DT.int32, shape: [], values: Int32Array.of(0) });
  const attributes = [{ name: 'T', type: ATTRIBUTE.type, value: DT.int32 }];
  return graph.add('Identity', [zero, ...after.map(control)], attributes, name);
}

/** A node to wait for. */
export function control(node: string): string {
  return `^${node}`;
}
