import type { NativeAttribute, NativeValues } from './native-backend.ts';
import { ATTRIBUTE } from './native-backend.ts';
import type { ValueType } from './trace.ts';

/** A node of a TensorFlow graph (NodeDef). */
export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  /** `name` or `name:output`, control inputs (`^name`) last. */
  readonly inputs: readonly string[];
  readonly attributes: readonly NativeAttribute[];
  /** The numbers of a Const. */
  readonly constant?: ValueType & { readonly values: NativeValues };
}

/** An output of a node, as nodes name their inputs. */
export type Edge = string;

/** Collects the nodes of a graph under names that differ. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  private readonly constants = new Map<string, Edge>();

  /**
   * Adds an operation.
   *
   * @param operation its name in TensorFlow
   * @param inputs edges; nodes to wait for as `^name` at the end
   * @param attributes as the operation wants them
   * @param name the node's name; by default a number
   * @returns the edge of its first output, which is the node's name
   */
  add(
    operation: string,
    inputs: readonly Edge[],
    attributes: readonly NativeAttribute[] = [],
    name = `n${this.nodes.length}`,
  ): Edge {
    this.nodes.push({ name, operation, inputs, attributes });
    return name;
  }

  /** Adds numbers; the same numbers stand in the graph once. */
  constant(constant: ValueType & { readonly values: NativeValues }): Edge {
    const { dtype, shape, values } = constant;
    const key = values.length <= 64 ? `${dtype}|${shape.join()}|${[...values].map(bitsOf).join()}` : null;
    const known = key === null ? undefined : this.constants.get(key);
    if (known) return known;
    const name = `n${this.nodes.length}`;
    const attributes = [{ name: 'dtype', type: ATTRIBUTE.type, value: dtype }];
    this.nodes.push({ name, operation: 'Const', inputs: [], attributes, constant });
    if (key !== null) this.constants.set(key, name);
    return name;
  }

  /** Adds an input that is fed at each run. */
  placeholder(name: string, { dtype, shape }: ValueType): Edge {
    return this.add(
      'Placeholder',
      [],
      [
        { name: 'dtype', type: ATTRIBUTE.type, value: dtype },
        { name: 'shape', type: ATTRIBUTE.shape, value: shape },
      ],
      name,
    );
  }
}

/** The edge of a node's output. */
export function edge(node: string, output: number): Edge {
  return output === 0 ? node : `${node}:${output}`;
}

/** The node that an edge belongs to. */
export function nodeOf(from: Edge): string {
  return from.split(':', 1)[0] ?? from;
}

/** Tells -0 from 0. */
function bitsOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
