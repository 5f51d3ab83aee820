/** Compares names as people do: conv2 before conv10. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
const collator = new Intl.Collator('en', { numeric: true });

/** What the order follows from. */
interface OrderedNode {
  readonly name: string;
  readonly inputs: readonly ({ readonly node: string } | null)[];
}

/** The order of a network's nodes. */
export interface Order {
  readonly names: readonly string[];
  /** On a loop. */
  readonly loop: readonly string[];
  /** On a loop or fed by one. */
  readonly looped: ReadonlySet<string>;
}

/** How far the visit of a node has come. */
const STATE = { unseen: 0, open: 1, done: 2 } as const;

/**
 * Depth-first post-order from the sinks along the inputs: branches stay together, as a reader expects. The order depends
 * on names and wires alone, not on the order in the file.
 *
 * @param nodes by name
 */
export function topologicalOrder(nodes: ReadonlyMap<string, OrderedNode>): Order {
  // Nodes go by number here: sets and maps of names would take most of the time.
  const all = [...nodes.values()];
  const sources = sourcesOf(all);
  const isConsumed = new Uint8Array(all.length);
  for (const list of sources) for (const source of list) isConsumed[source] = 1;
  const state = new Uint8Array(all.length);
  const order: number[] = [];
  const loop = new Set<number>();
  const stack: number[] = [];
  /** The input that a node of the stack goes on with. */
  const next = new Int32Array(all.length);
  const visit = (root: number): void => {
    stack.push(root);
    state[root] = STATE.open;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const source = sources[top]?.[next[top] ?? 0];
      if (source === undefined) {
        stack.pop();
        state[top] = STATE.done;
        order.push(top);
        continue;
      }
      next[top] = (next[top] ?? 0) + 1;
      if (state[source] === STATE.open) for (const node of stack.slice(stack.indexOf(source))) loop.add(node);
      else if (state[source] === STATE.unseen) {
        state[source] = STATE.open;
        stack.push(source);
      }
    }
  };
  const nameOf = (node: number) => all[node]?.name ?? '';
  const visitAll = (left: number[]): void => {
    for (const node of left.sort((a, b) => compareNames(nameOf(a), nameOf(b))))
      if (state[node] === STATE.unseen) visit(node);
  };
  visitAll(all.flatMap((_, node) => (isConsumed[node] ? [] : [node])));
  // What no sink leads to stands on loops or feeds them only.
  if (order.length < all.length)
    visitAll(all.flatMap((_, node) => (state[node] === STATE.unseen ? [node] : [])));
  const looped = withFollowers(loop, sources);
  const sorted =
    looped.size === 0
      ? order
      : [...order.filter(node => !looped.has(node)), ...order.filter(node => looped.has(node))];
  return { names: sorted.map(nameOf), loop: [...loop].map(nameOf), looped: new Set([...looped].map(nameOf)) };
}

const NO_SOURCES: readonly number[] = [];

/** The numbers of the nodes that feed each node, in the order of its inputs. */
function sourcesOf(all: readonly OrderedNode[]): readonly (readonly number[])[] {
  const numbers = new Map<string, number>();
  for (let node = 0; node < all.length; node++) numbers.set(all[node]?.name ?? '', node);
  return all.map(({ inputs }) => {
    if (inputs.length === 0) return NO_SOURCES;
    const [only] = inputs;
    if (inputs.length > 1 || !only)
      return inputs.flatMap(input => (input ? (numbers.get(input.node) ?? []) : []));
    const source = numbers.get(only.node);
    return source === undefined ? NO_SOURCES : [source];
  });
}

/** Nodes and all that they feed. */
function withFollowers(
  nodes: ReadonlySet<number>,
  sources: readonly (readonly number[])[],
): ReadonlySet<number> {
  const reached = new Set(nodes);
  for (let before = -1; before < reached.size && reached.size > 0; ) {
    before = reached.size;
    for (const [node, list] of sources.entries())
      if (list.some(source => reached.has(source))) reached.add(node);
  }
  return reached;
}
