import type { NumericTensor } from '../engine.ts';
import { GraphBuilder } from './graph-builder.ts';
import { DT, type NativeBackend, type NativeValues } from './native-backend.ts';
import { type Feed, Program } from './program.ts';
import { addState, type StateNode } from './state-nodes.ts';
import { addStep, type StepNodes } from './step-nodes.ts';
import type { Trace, ValueType } from './trace.ts';

/** A recorded step and how often to write it in a row. */
export interface PlannedStep {
  readonly trace: Trace;
  /** Besides once. */
  readonly repeat: number;
}

/** All recorded steps of a model in one graph: separate graphs would not share their variables. */
export class RecordedGraph {
  private readonly program: Program;
  private readonly state: ReadonlyMap<string, StateNode>;
  private readonly steps = new Map<string, StepNodes>();
  private readonly types = new Map<string, ReadonlyMap<string, ValueType>>();

  /**
   * @param backend tfjs-node's backend
   * @param state types of all that lives from step to step
   * @param planned the steps by key
   * @param fused whether fused operations take the place of recorded ones
   */
  constructor(
    backend: NativeBackend,
    state: ReadonlyMap<string, ValueType>,
    planned: ReadonlyMap<string, PlannedStep>,
    fused: boolean,
  ) {
    const graph = new GraphBuilder();
    this.state = addState(graph, state);
    let count = 0;
    for (const [key, { trace, repeat }] of planned) {
      this.types.set(key, trace.inputs);
      for (const times of new Set([1, repeat])) {
        const nodes = addStep(graph, `step${count++}`, trace, this.state, { repeat: times, fused });
        this.steps.set(named(key, times), nodes);
      }
    }
    this.program = new Program(backend, graph.nodes);
  }

  /**
   * Whether a step is in the graph.
   *
   * @param times how often in a row
   */
  has(key: string, times: number): boolean {
    return this.steps.has(named(key, times));
  }

  /**
   * Runs a step as often as inputs are given.
   *
   * @param key the step
   * @param inputs of each repetition, by the names of the recording
   */
  run(key: string, inputs: readonly ReadonlyMap<string, NativeValues>[]): void {
    const { feeds, nodes } = this.feeds(key, inputs);
    this.program.run(feeds, [nodes.done], () => undefined);
  }

  /**
   * Runs a step once for what it gives.
   *
   * @param key the step
   * @param inputs by the names of the recording
   */
  compute(key: string, inputs: ReadonlyMap<string, NativeValues>): readonly NumericTensor[] {
    const { feeds, nodes } = this.feeds(key, [inputs]);
    return this.program.run(feeds, nodes.results, (fetched, read) =>
      fetched.map(tensor => numeric(tensor.shape, read(tensor))),
    );
  }

  private feeds(
    key: string,
    inputs: readonly ReadonlyMap<string, NativeValues>[],
  ): { readonly feeds: readonly Feed[]; readonly nodes: StepNodes } {
    const nodes = this.steps.get(named(key, inputs.length));
    const types = this.types.get(key);
    if (!nodes || !types) throw new Error('A step was asked for that was not recorded.');
    const feeds = nodes.feeds.flatMap((names, k) =>
      [...names].map(([name, node]): Feed => {
        const values = inputs[k]?.get(name);
        const type = types.get(name);
        if (!values || !type) throw new Error(`A recorded step was run without its input ${name}.`);
        return { node, ...type, values };
      }),
    );
    return { feeds, nodes };
  }

  /** The values of variables. */
  get(names: readonly string[]): ReadonlyMap<string, NumericTensor> {
    const nodes = names.map(name => this.node(name));
    if (nodes.length === 0) return new Map();
    return this.program.run(
      [],
      nodes.map(node => node.get),
      (fetched, read) =>
        new Map(fetched.map((tensor, i) => [names[i] ?? '', numeric(nodes[i]?.shape ?? [], read(tensor))])),
    );
  }

  /** Replaces the values of variables. */
  set(values: ReadonlyMap<string, NumericTensor>): void {
    const entries = [...values].map(([name, { data }]) => ({ node: this.node(name), data }));
    if (entries.length === 0) return;
    const feeds = entries.map(({ node: { feed, dtype, shape }, data }) => ({
      node: feed,
      dtype,
      shape,
      values: dtype === DT.bool ? Uint8Array.from(data) : data,
    }));
    this.program.run(
      feeds,
      entries.map(({ node }) => node.set),
      () => undefined,
    );
  }

  /** Frees the graph and its variables. */
  dispose(): void {
    this.program.dispose();
  }

  private node(name: string): StateNode {
    const node = this.state.get(name);
    if (!node) throw new Error(`The recorded graph has no ${name}.`);
    return node;
  }
}

/** Booleans become 0 and 1. */
function numeric(shape: readonly number[], values: NativeValues): NumericTensor {
  return { shape, data: values instanceof Uint8Array ? Int32Array.from(values) : values };
}

function named(key: string, times: number): string {
  return `${times} × ${key}`;
}
