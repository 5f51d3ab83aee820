import { drawnInputs, type GraphNode } from '../../shared/document/graph.ts';
import { edge, inputLimit, planConnect } from '../../shared/document/operations.ts';
import type { DocumentEdge, NetloomDocument } from '../../shared/document/schema.ts';
import { leadThrough } from '../../shared/document/wire-points.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import { type Feed, inferNode } from '../../shared/inference/node-inference.ts';
import type { LayerType } from '../../shared/layers/contract.ts';
import { endKey, type OpenPort } from './canvas-store.ts';
import type { PortCounts } from './ports.ts';

/**
 * Tells why a wire cannot be drawn: it would close a loop, the port does not exist, or the layer at its end cannot work on
 * what the wire brings.
 *
 * @returns null when it can be drawn, else a sentence
 */
export function refusal(document: NetloomDocument, inference: Inference, wire: DocumentEdge): string | null {
  const plan = planConnect(document, wire);
  return 'refusal' in plan ? plan.refusal : misfit(inference, wire);
}

/** The first error that the wire would bring to the layer at its end; null for none (missing further inputs do not count). */
function misfit(inference: Inference, wire: DocumentEdge): string | null {
  const target = inference.nodes.get(wire.to);
  if (!target?.layer) return null;
  const port = wire.toPort ?? 0;
  const drawn = drawnInputs(target.node);
  const length = Math.max(drawn.length, port + 1);
  const feeds = Array.from({ length }, (_, i): Feed | null => {
    if (i === port) return feedOf(inference, wire.from, wire.fromPort ?? 0);
    const input = drawn[i];
    return input ? feedOf(inference, input.node, input.port) : null;
  });
  const before = new Set(target.problems.map(problem => problem.code));
  const problem = inferNode(withoutMasks(target.node), feeds, false).problems.find(
    found => found.severity === 'error' && found.code !== 'input.missing' && !before.has(found.code),
  );
  return problem?.message ?? null;
}

/** The masks are not known before the wire is drawn. */
function withoutMasks({ maskOf: _, ...node }: GraphNode): GraphNode {
  return node;
}

function feedOf(inference: Inference, name: string, port: number): Feed {
  const node = inference.nodes.get(name);
  return {
    value: node?.outputs[port] ?? { dtype: 'float32', shape: null },
    dataFormat: node?.dataFormat ?? null,
  };
}

/**
 * Checks every port at which a wire that was begun could end.
 *
 * @param from where the wire was begun
 * @param ports the ports of all nodes
 * @returns null or the refusal's sentence by {@link endKey}
 */
export function checkEnds(
  document: NetloomDocument,
  inference: Inference,
  from: OpenPort,
  ports: ReadonlyMap<string, PortCounts>,
): ReadonlyMap<string, string | null> {
  const refusals = new Map<string, string | null>();
  for (const [name, counts] of ports) {
    const count = from.side === 'source' ? counts.inputs : counts.outputs;
    for (let port = 0; port < count; port++) {
      const wire =
        from.side === 'source'
          ? edge(from.node, name, port, from.port)
          : edge(name, from.node, from.port, port);
      refusals.set(endKey(name, port), refusal(document, inference, wire));
    }
  }
  return refusals;
}

/**
 * Checks every output to which all wires of an output could be moved.
 *
 * @param wires the wires
 * @param ports the ports of all nodes
 * @returns null or the sentence of the first wire that refuses, by {@link endKey}
 */
export function checkSources(
  document: NetloomDocument,
  inference: Inference,
  wires: readonly DocumentEdge[],
  ports: ReadonlyMap<string, PortCounts>,
): ReadonlyMap<string, string | null> {
  const refusals = new Map<string, string | null>();
  for (const [name, { outputs }] of ports)
    for (let port = 0; port < outputs; port++) {
      const reasons = movedWires(wires, name, port).flatMap(wire => refusal(document, inference, wire) ?? []);
      refusals.set(endKey(name, port), reasons[0] ?? null);
    }
  return refusals;
}

/** The wires as they begin at another output. */
export function movedWires(
  wires: readonly DocumentEdge[],
  node: string,
  port: number,
): readonly DocumentEdge[] {
  return wires.map(wire => leadThrough(edge(node, wire.to, wire.toPort ?? 0, port), wire.via));
}

/**
 * Tells whether a new layer with its default parameters could stand at the open end of a wire.
 *
 * @param layer the layer type
 * @param from where the wire was begun
 */
export function fitsAt(
  layer: LayerType,
  document: NetloomDocument,
  inference: Inference,
  from: OpenPort,
): boolean {
  if (from.side === 'target') return inputLimit(document, from.node) > 0;
  if (layer.inputs.max === 0) return false;
  const node = {
    name: 'new',
    type: layer.type,
    parameters: {},
    weightsOf: null,
    trainable: true,
    isTopLevel: true,
    inputs: [],
  };
  const { problems } = inferNode(node, [feedOf(inference, from.node, from.port)], false);
  return !problems.some(problem => problem.severity === 'error' && problem.code !== 'input.missing');
}
