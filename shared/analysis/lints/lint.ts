import type { DocumentEdit } from '../../document/edits.ts';
import { drawnInputs } from '../../document/graph.ts';
import type { Problem } from '../../document/problem.ts';
import type { NetloomDocument } from '../../document/schema.ts';
import type { Inference, NodeInference } from '../../inference/infer.ts';
import type { ActivationName } from '../../layers/arithmetic/activation-names.ts';

/** A rule that finds probable mistakes in a network. Reads traits of layers, never their types. */
export type Lint = (network: LintedNetwork) => readonly Problem[];

/** The network as the rules look at it. */
export class LintedNetwork {
  readonly document: NetloomDocument;
  readonly inference: Inference;
  /** In topological order. */
  readonly nodes: readonly NodeInference[];
  readonly outputs: ReadonlySet<string>;

  constructor(document: NetloomDocument, inference: Inference) {
    this.document = document;
    this.inference = inference;
    this.nodes = [...inference.nodes.values()].filter(({ node }) => !node.isHidden);
    this.outputs = new Set(inference.graph.outputs);
  }

  /** The nodes that feed a node. */
  producers(node: NodeInference): readonly NodeInference[] {
    return drawnInputs(node.node).flatMap(input => (input && this.inference.nodes.get(input.node)) ?? []);
  }

  /** The node on the first input. */
  producer(node: NodeInference): NodeInference | undefined {
    const [input] = node.node.inputs;
    return input ? this.inference.nodes.get(input.node) : undefined;
  }

  /** How many nodes read a node's output. */
  consumerCount(node: NodeInference): number {
    return this.inference.graph.consumers.get(node.name)?.length ?? 0;
  }

  /** The sole reader of a node that is no output; undefined where there are none or several. */
  soleConsumer(node: NodeInference): NodeInference | undefined {
    const consumers = this.inference.graph.consumers.get(node.name);
    const [first] = consumers ?? [];
    return consumers?.length === 1 && first !== undefined && !this.outputs.has(node.name)
      ? this.inference.nodes.get(first)
      : undefined;
  }

  /** What a node receives in truth: its producer behind layers that only pass on (dropout) or give another shape (views). */
  source(node: NodeInference): NodeInference | undefined {
    let at = this.producer(node);
    while (at?.layer && (at.layer.traits.isIdentityAtInference || at.layer.traits.isView))
      at = this.producer(at);
    return at;
  }
}

/** The non-linearity that a node applies last; null for none. */
export function activationOf({ layer, parameters, isBuilt }: NodeInference): ActivationName | null {
  return (isBuilt && layer?.traits.activation?.(parameters)) || null;
}

/** A weight of a node by its name. */
export function weightOf(node: NodeInference, name: string) {
  return node.weights.find(weight => weight.name === name);
}

/** Edits that set one parameter of each node; undefined takes it back to its default. Nodes within blocks are left out. */
export function setAll(
  nodes: readonly NodeInference[],
  parameter: string | ((node: NodeInference) => string),
  value: string | number | boolean | readonly number[] | undefined | ((node: NodeInference) => string),
): readonly DocumentEdit[] {
  return nodes
    .filter(({ node }) => node.isTopLevel)
    .map(node => ({
      kind: 'setParameter',
      name: node.name,
      parameter: typeof parameter === 'function' ? parameter(node) : parameter,
      value: typeof value === 'function' ? value(node) : typeof value === 'object' ? [...value] : value,
    }));
}

/** A problem with its fix where there is something to edit. */
export function withFix(problem: Problem, title: string, edits: readonly DocumentEdit[]): Problem {
  return edits.length > 0 ? { ...problem, fix: { title, edits } } : problem;
}

/** `conv1`, `conv1 and conv2`, `conv1, conv2 and 11 others`. */
export function nameSome(nodes: readonly { readonly name: string }[]): string {
  const [first, second] = nodes;
  if (!first) return '';
  if (!second) return first.name;
  const others = nodes.length - 2;
  return others === 0
    ? `${first.name} and ${second.name}`
    : `${first.name}, ${second.name} and ${others} ${others === 1 ? 'other' : 'others'}`;
}
