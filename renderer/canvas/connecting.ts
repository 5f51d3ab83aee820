import type { Connection } from '@xyflow/react';
import { sameEdge } from '../../shared/document/edits.ts';
import { edge, planConnect } from '../../shared/document/operations.ts';
import type { DocumentEdge } from '../../shared/document/schema.ts';
import { leadThrough } from '../../shared/document/wire-points.ts';
import { here } from '../state/here.ts';
import { tell } from '../state/notices.ts';
import { type OpenPort, portOf, useCanvas } from './canvas-store.ts';
import { checkEnds, checkSources, movedWires, refusal } from './connect-check.ts';
import { portTable } from './ports.ts';

/** The wire that a connection of React Flow stands for. */
export function wireOf(
  connection: Pick<Connection, 'source' | 'target' | 'sourceHandle' | 'targetHandle'>,
): DocumentEdge {
  return edge(
    connection.source,
    connection.target,
    portOf(connection.targetHandle),
    portOf(connection.sourceHandle),
  );
}

/** A wire is begun: finds out at which ports it could end. */
export function beginConnecting(from: OpenPort): void {
  const { document, inference } = here();
  const refusals = checkEnds(document, inference, from, portTable(document, inference));
  useCanvas.setState({ connecting: { from, moved: [], refusals, over: null } });
}

/** All wires of an output are taken: finds out at which outputs they could begin instead. An output without wires begins a new one. */
export function beginMoving(from: OpenPort): void {
  const { document, inference } = here();
  const moved = document.edges.filter(wire => wire.from === from.node && (wire.fromPort ?? 0) === from.port);
  if (moved.length === 0) {
    beginConnecting(from);
    return;
  }
  const refusals = checkSources(document, inference, moved, portTable(document, inference));
  useCanvas.setState({ connecting: { from, moved, refusals, over: null } });
}

/** Lets wires begin at another output, as one step; what refuses them is told. */
export function moveWires(wires: readonly DocumentEdge[], node: string, port: number): void {
  const next = movedWires(wires, node, port);
  const reason = next.map(refusalOf).find(each => each !== null);
  if (reason !== undefined && reason !== null) {
    tell(reason, 'error');
    return;
  }
  here().edit(`Move ${wires.length === 1 ? 'a wire' : `${wires.length} wires`} to ${node}`, [
    ...wires.map(wire => ({ kind: 'disconnect', edge: wire }) as const),
    ...next.map(wire => ({ kind: 'connect', edge: wire }) as const),
  ]);
}

/** The wire under way is held over a port, by `endKey`, or over none. */
export function holdOver(port: string | null): void {
  const { connecting } = useCanvas.getState();
  if (connecting && connecting.over !== port)
    useCanvas.setState({ connecting: { ...connecting, over: port } });
}

/** No wire is under way any more. */
export function endConnecting(): void {
  useCanvas.setState({ connecting: null });
}

/** Why a wire cannot be drawn; null when it can. */
export function refusalOf(wire: DocumentEdge): string | null {
  const { document, inference } = here();
  return refusal(document, inference, wire);
}

/** Draws a wire; what refuses it is told. */
export function connect(wire: DocumentEdge, replaced?: DocumentEdge): void {
  // The end of a wire was put back where it was.
  if (replaced && sameEdge(wire, replaced)) return;
  const { document, edit } = here();
  const reason = refusalOf(wire);
  // A wire whose end is taken elsewhere is still led through its points.
  const plan = planConnect(document, leadThrough(wire, replaced?.via));
  if (reason !== null || 'refusal' in plan) {
    tell(reason ?? ('refusal' in plan ? plan.refusal : ''), 'error');
    return;
  }
  edit(`Connect ${wire.from} to ${wire.to}`, [
    ...(replaced ? [{ kind: 'disconnect', edge: replaced } as const] : []),
    ...plan.edits,
  ]);
}
