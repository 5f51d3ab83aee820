import type { Problem } from '../../shared/document/problem.ts';
import type { Inference } from '../../shared/inference/infer.ts';

/** What stands inside a block, all copies together. */
export interface Inside {
  readonly layers: number;
  readonly params: number;
  readonly problems: readonly Problem[];
}

const NOTHING: Inside = { layers: 0, params: 0, problems: [] };
const tables = new WeakMap<Inference, ReadonlyMap<string, Inside>>();

/**
 * The layers within a node that stands for a block.
 *
 * @param inference what is inferred of the network, or of the open block
 * @param name the node
 */
export function insideOf(inference: Inference, name: string): Inside {
  let table = tables.get(inference);
  if (!table) {
    table = tableOf(inference);
    tables.set(inference, table);
  }
  return table.get(name) ?? NOTHING;
}

/** One pass for all blocks: a layer counts for each beginning of its name, for any of them may be a block. */
function tableOf(inference: Inference): ReadonlyMap<string, Inside> {
  const table = new Map<string, { layers: number; params: number; problems: Problem[] }>();
  for (const [name, node] of inference.nodes) {
    let params = 0;
    for (const { shape } of node.ownWeights) params += shape.reduce((size, extent) => size * extent, 1);
    for (let end = name.indexOf('.'); end > 0; end = name.indexOf('.', end + 1)) {
      const key = name.slice(0, end);
      let inside = table.get(key);
      if (!inside) {
        inside = { layers: 0, params: 0, problems: [] };
        table.set(key, inside);
      }
      inside.layers += 1;
      inside.params += params;
      inside.problems.push(...node.problems);
    }
  }
  return table;
}
