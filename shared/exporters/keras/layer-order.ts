import {
  isKerasList,
  isKerasTensor,
  type KerasTensor,
  type KerasValue,
} from '../../layers/keras-contract.ts';
import { type KerasModel, type KerasSource, tensorsIn } from './keras-model.ts';

/** The sources that are layers in the order of `model.layers`, on which the paths in Keras's weight files depend. */
export function kerasLayerOrder(model: KerasModel): readonly KerasSource[] {
  return operationOrder(model).filter(source => source.kind !== 'operation');
}

/**
 * All sources in the order in which Keras lists them: by decreasing distance from the outputs, then by first sight in a depth-first walk
 * from the outputs. Source: keras/src/ops/function.py, map_graph and _build_map.
 */
export function operationOrder(model: KerasModel): readonly KerasSource[] {
  const { firstSight, finished } = walk(model);
  const depths = new Map<string, number>();
  const sourceDepths = new Map<number, number>();
  for (const { source, node } of [...finished].reverse()) {
    const depth = Math.max(depths.get(`${source}:${node}`) ?? 0, sourceDepths.get(source) ?? 0);
    sourceDepths.set(source, depth);
    const call = model.sources[source]?.calls[node];
    for (const tensor of call ? tensorsIn(call) : []) {
      const feeding = `${tensor.source}:${tensor.node}`;
      depths.set(feeding, Math.max(depth + 1, depths.get(feeding) ?? 0));
    }
  }
  for (const { source } of model.inputs)
    if (!sourceDepths.has(source)) {
      sourceDepths.set(source, 0);
      firstSight.set(source, -1);
    }
  return [...sourceDepths]
    .sort(
      ([a, depthA], [b, depthB]) => depthB - depthA || (firstSight.get(a) ?? 0) - (firstSight.get(b) ?? 0),
    )
    .flatMap(([source]) => model.sources[source] ?? []);
}

interface CallPlace {
  readonly source: number;
  readonly node: number;
}

/** Depth-first walk from the outputs: when each source is first seen, and the calls in the order in which they are done. */
function walk(model: KerasModel) {
  const firstSight = new Map<number, number>();
  const finished: CallPlace[] = [];
  const seen = new Set<string>();
  const open = (place: CallPlace) => {
    seen.add(`${place.source}:${place.node}`);
    if (!firstSight.has(place.source)) firstSight.set(place.source, firstSight.size);
    const call = model.sources[place.source]?.calls[place.node];
    return { place, feeds: call ? tensorsIn(call) : [], next: 0 };
  };
  for (const output of model.outputs) {
    if (seen.has(`${output.source}:${output.node}`)) continue;
    const stack = [open(output)];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const feed = top.feeds[top.next++];
      if (feed && !seen.has(`${feed.source}:${feed.node}`)) stack.push(open(feed));
      else if (!feed) {
        finished.push(top.place);
        stack.pop();
      }
    }
  }
  return { firstSight, finished };
}

/** The model without what no output needs; inputs stay. */
export function withoutUnused(model: KerasModel): KerasModel {
  const { finished } = walk(model);
  const used = new Set([...finished, ...model.inputs].map(({ source, node }) => `${source}:${node}`));
  const calls = new Map<string, CallPlace>();
  const places = new Map<number, number>();
  const kept: KerasSource[] = [];
  for (const { source, node } of model.order) {
    const old = model.sources[source];
    const made = old?.calls[node];
    if (!old || !made || !used.has(`${source}:${node}`)) continue;
    const place = places.get(source) ?? kept.length;
    if (place === kept.length) kept.push({ ...old, calls: [] });
    places.set(source, place);
    const calling = kept[place]?.calls ?? [];
    calls.set(`${source}:${node}`, { source: place, node: calling.length });
    calling.push(made);
  }
  const moved = (tensor: KerasTensor): KerasTensor => {
    const place = calls.get(`${tensor.source}:${tensor.node}`);
    return place ? { ...place, port: tensor.port } : tensor;
  };
  const argument = (value: KerasValue): KerasValue =>
    isKerasList(value) ? value.map(argument) : isKerasTensor(value) ? moved(value) : value;
  for (const source of kept)
    for (const [i, call] of source.calls.entries()) {
      const named = Object.entries(call.named).map(([name, value]) => [name, argument(value)]);
      source.calls[i] = {
        ...call,
        positional: call.positional.map(argument),
        named: Object.fromEntries(named),
      };
    }
  return {
    name: model.name,
    sources: kept,
    order: [...calls.values()],
    inputs: model.inputs.map(moved),
    outputs: model.outputs.map(moved),
  };
}
