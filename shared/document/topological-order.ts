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

/**
 * Depth-first post-order from the sinks along the inputs: branches stay together, as a reader expects. The order depends
 * on names and wires alone, not on the order in the file.
 *
 * @param nodes by name
 */
export function topologicalOrder(nodes: ReadonlyMap<string, OrderedNode>): Order {
  const consumed = new Set<string>();
  for (const node of nodes.values()) for (const input of node.inputs) if (input) consumed.add(input.node);
  const state = new Map<string, 'open' | 'done'>();
  const names: string[] = [];
  const loop = new Set<string>();
  const visit = (root: OrderedNode): void => {
    const stack = [{ node: root, next: 0 }];
    state.set(root.name, 'open');
    for (let top = stack[0]; top; top = stack[stack.length - 1]) {
      const { name, inputs } = top.node;
      if (top.next >= inputs.length) {
        stack.pop();
        state.set(name, 'done');
        names.push(name);
        continue;
      }
      const input = inputs[top.next];
      top.next += 1;
      if (!input) continue;
      const seen = state.get(input.node);
      if (seen === 'open') {
        const start = stack.findIndex(entry => entry.node.name === input.node);
        for (const entry of stack.slice(start)) loop.add(entry.node.name);
      } else if (seen === undefined) {
        const producer = nodes.get(input.node);
        if (!producer) continue;
        state.set(input.node, 'open');
        stack.push({ node: producer, next: 0 });
      }
    }
  };
  const visitAll = (left: readonly OrderedNode[]): void => {
    for (const node of [...left].sort((a, b) => compareNames(a.name, b.name)))
      if (!state.has(node.name)) visit(node);
  };
  const all = [...nodes.values()];
  visitAll(all.filter(node => !consumed.has(node.name)));
  // What no sink leads to stands on loops or feeds them only.
  if (names.length < all.length) visitAll(all.filter(node => !state.has(node.name)));
  const looped = new Set(loop);
  if (loop.size > 0) {
    let grew = true;
    while (grew) {
      grew = false;
      for (const node of nodes.values()) {
        if (looped.has(node.name) || !node.inputs.some(input => input && looped.has(input.node))) continue;
        looped.add(node.name);
        grew = true;
      }
    }
  }
  return {
    names:
      looped.size === 0
        ? names
        : [...names.filter(name => !looped.has(name)), ...names.filter(name => looped.has(name))],
    loop: [...loop],
    looped,
  };
}
