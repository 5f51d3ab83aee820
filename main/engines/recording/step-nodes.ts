import { type Edge, edge, type GraphBuilder, nodeOf } from './graph-builder.ts';
import { fusedUpdate } from './rewrites/fused-updates.ts';
import { assignState, control, done, readState, type StateNode } from './state-nodes.ts';
import type { Source, Trace, TracedUpdate } from './trace.ts';

/** A recorded step in the graph, some times in a row. */
export interface StepNodes {
  /** By repetition: the placeholder of each input that the step uses. */
  readonly feeds: readonly ReadonlyMap<string, string>[];
  /** The results of the last repetition. */
  readonly results: readonly Edge[];
  /** Fetched to have all state written. */
  readonly done: Edge;
}

/** How a step is written. */
export interface StepOptions {
  /** How many steps one run makes. */
  readonly repeat: number;
  /** Whether fused operations take the place of what was recorded. */
  readonly fused: boolean;
}

/**
 * Writes a recorded step as nodes of a graph.
 *
 * @param graph gets the nodes
 * @param name begins the placeholders' names
 * @param trace the recorded step
 * @param state the graph's variables by the names that the trace uses
 * @param options repetitions, rewrites
 */
export function addStep(
  graph: GraphBuilder,
  name: string,
  trace: Trace,
  state: ReadonlyMap<string, StateNode>,
  options: StepOptions,
): StepNodes {
  const writer = new StepWriter(graph, trace, state, options.fused);
  const feeds = Array.from({ length: options.repeat }, (_, k) => writer.repetition(`${name}/${k}`));
  return { feeds, results: writer.results, done: writer.finish(`${name}/done`) };
}

class StepWriter {
  private readonly graph: GraphBuilder;
  private readonly trace: Trace;
  private readonly state: ReadonlyMap<string, StateNode>;
  private readonly fused: readonly TracedUpdate[];
  /** State whose present value is an edge, not yet written to its variable. */
  private readonly values = new Map<string, Edge>();
  /** Per variable, the nodes that must run before it is touched again. */
  private readonly reads = new Map<string, string[]>();
  private readonly writes = new Map<string, string>();
  /** Those of the last repetition. */
  results: readonly Edge[] = [];

  constructor(graph: GraphBuilder, trace: Trace, state: ReadonlyMap<string, StateNode>, fused: boolean) {
    this.graph = graph;
    this.trace = trace;
    this.state = state;
    this.fused = fused ? trace.updates.filter(update => fusedUpdate(update) !== null) : [];
  }

  /** Adds the step once more, behind those before. */
  repetition(name: string): ReadonlyMap<string, string> {
    const { graph, trace } = this;
    const once = new Repetition(this, name);
    const inPlace = new Set(this.fused.flatMap(({ weight, slots }) => [weight, ...slots]));
    const after = new Map<string, Edge>();
    for (const [cell, source] of trace.changes) if (!inPlace.has(cell)) after.set(cell, once.edge(source));
    this.results = trace.results.map(source => once.edge(source));
    const gradients = this.fused.map(update => once.edge(update.gradient));
    const numbers = this.fused.map(
      update => new Map([...update.numbers].map(([key, source]) => [key, once.edge(source)])),
    );
    for (const [i, update] of this.fused.entries()) {
      const fuse = fusedUpdate(update);
      const gradient = gradients[i];
      if (!fuse || gradient === undefined) continue;
      const cells = [update.weight, ...update.slots].map(cell => this.node(cell));
      const before = [...(this.reads.get(update.weight) ?? []), ...once.readersOf(update.weight)];
      const earlier = [update.weight, ...update.slots].flatMap(cell => this.writes.get(cell) ?? []);
      const node = graph.add(
        fuse.operation,
        [
          ...fuse.inputs(graph, {
            handles: cells.map(cell => cell.handle),
            gradient,
            numbers: numbers[i] ?? new Map(),
          }),
          ...[...new Set([...before, ...earlier])].map(control),
        ],
        fuse.attributes,
      );
      for (const cell of [update.weight, ...update.slots]) {
        this.writes.set(cell, node);
        this.values.delete(cell);
        this.reads.delete(cell);
      }
    }
    for (const [cell, value] of after) this.values.set(cell, value);
    return once.feeds;
  }

  /** Writes what is not written yet; answers a node behind it all. */
  finish(name: string): Edge {
    const { graph } = this;
    for (const [cell, value] of this.values) {
      if (!this.trace.changes.has(cell)) continue;
      const { handle, dtype } = this.node(cell);
      this.writes.set(cell, assignState(graph, handle, value, dtype, this.reads.get(cell) ?? []));
    }
    return done(graph, [...new Set(this.writes.values())], name);
  }

  /** The present value of a cell. */
  value(cell: string): Edge {
    const known = this.values.get(cell);
    if (known) return known;
    const { handle, dtype } = this.node(cell);
    const write = this.writes.get(cell);
    const read = readState(this.graph, handle, dtype, write ? [write] : []);
    this.values.set(cell, read);
    this.reads.set(cell, [read]);
    return read;
  }

  node(cell: string): StateNode {
    const node = this.state.get(cell);
    if (!node) throw new Error(`A recorded step uses ${cell}, which the graph lacks.`);
    return node;
  }

  get parts(): { readonly graph: GraphBuilder; readonly trace: Trace } {
    return { graph: this.graph, trace: this.trace };
  }
}

/** One writing of the trace; only what is needed is written. */
class Repetition {
  readonly feeds = new Map<string, string>();
  private readonly writer: StepWriter;
  private readonly name: string;
  private readonly nodes = new Map<number, string>();
  private readonly starts = new Map<string, Edge>();
  private readonly readers = new Map<Edge, string[]>();

  constructor(writer: StepWriter, name: string) {
    this.writer = writer;
    this.name = name;
  }

  edge(source: Source): Edge {
    const { graph, trace } = this.writer.parts;
    switch (source.kind) {
      case 'operation':
        return edge(this.operation(source.index), source.output);
      case 'constant': {
        const constant = trace.constants[source.index];
        if (!constant) throw new Error('A recorded step names a constant that it does not have.');
        return graph.constant(constant);
      }
      case 'state': {
        const start = this.starts.get(source.name) ?? this.writer.value(source.name);
        this.starts.set(source.name, start);
        return start;
      }
      case 'input': {
        const type = trace.inputs.get(source.name);
        if (!type) throw new Error('A recorded step names an input that it does not have.');
        const feed = this.feeds.get(source.name) ?? graph.placeholder(`${this.name}/${source.name}`, type);
        this.feeds.set(source.name, feed);
        return feed;
      }
    }
  }

  /** The nodes that use a cell's value as it was before this repetition. */
  readersOf(cell: string): readonly string[] {
    const start = this.starts.get(cell);
    return start === undefined ? [] : (this.readers.get(start) ?? []);
  }

  /** Writes an operation and what it needs, in the order of recording, so that no recursion is deep. */
  private operation(wanted: number): string {
    const { graph, trace } = this.writer.parts;
    const open = [wanted];
    while (open.length > 0) {
      const index = open.at(-1) ?? wanted;
      const operation = trace.operations[index];
      if (!operation) throw new Error('A recorded step names an operation that it does not have.');
      const missing = operation.inputs.flatMap(input =>
        input.kind === 'operation' && !this.nodes.has(input.index) ? [input.index] : [],
      );
      if (missing.length > 0 && !this.nodes.has(index)) {
        open.push(...missing);
        continue;
      }
      open.pop();
      if (this.nodes.has(index)) continue;
      const inputs = operation.inputs.map(input =>
        input.kind === 'operation' ? edge(this.nodes.get(input.index) ?? '', input.output) : this.edge(input),
      );
      const node = graph.add(operation.name, inputs, operation.attributes);
      this.nodes.set(index, node);
      for (const input of inputs) {
        const readers = this.readers.get(input);
        if (readers) readers.push(node);
        else this.readers.set(input, [node]);
      }
    }
    return nodeOf(this.nodes.get(wanted) ?? '');
  }
}
