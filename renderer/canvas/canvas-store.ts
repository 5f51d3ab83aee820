import { create } from 'zustand';
import type { DocumentEdge, Point } from '../../shared/document/schema.ts';
import { useView } from '../state/view-store.ts';

/** The end of a wire that is being drawn. */
export interface OpenPort {
  readonly node: string;
  readonly port: number;
  /** `source`: the wire was begun at an output and looks for an input. */
  readonly side: 'source' | 'target';
}

/** The search for a layer to add. */
export interface AddRequest {
  /** Where the list opens, in window pixels. */
  readonly screen: Point;
  /** Where the layer goes: its top-left corner on the canvas. */
  readonly at: Point;
  /** The wire that the new layer is joined to; null for none. */
  readonly from: OpenPort | null;
  /** Whether the next wire begins at the new layer at once. */
  readonly isChained?: boolean;
}

/** A wire under way: for each port it could end at, null or the sentence why it cannot. */
export interface Connecting {
  readonly from: OpenPort;
  /** The wires of an output that are on their way to another output; none while a new wire is drawn. */
  readonly moved: readonly DocumentEdge[];
  readonly refusals: ReadonlyMap<string, string | null>;
  /** The port that it is held over, by {@link endKey}; null for none. */
  readonly over: string | null;
}

/** A line under way that cuts wires. */
export interface Cut {
  /** In window pixels. */
  readonly line: readonly Point[];
  /** What it has crossed so far, by {@link edgeId}. */
  readonly wires: ReadonlySet<string>;
}

/** The menu of a wire. */
export interface WireMenuRequest {
  /** Where it opens, in window pixels. */
  readonly screen: Point;
  /** The wire's id. */
  readonly wire: string;
  /** The id of the point of it that was meant; null for the wire itself. */
  readonly point: string | null;
}

interface CanvasState {
  readonly adding: AddRequest | null;
  readonly connecting: Connecting | null;
  /** The port that was clicked, so that the wire under way ends at the next one that is clicked; null while a wire is dragged, or none. */
  readonly clickedFrom: OpenPort | null;
  readonly hoveredWire: string | null;
  /** The wire that a dragged layer would be put on. */
  readonly dropWire: string | null;
  /** The node (or `frame:0`, `note:0`) whose name or text is being edited in place. */
  readonly editing: string | null;
  readonly cut: Cut | null;
  /** Whether only the wires of selected layers are drawn, until the window is closed. */
  readonly areWiresHidden: boolean;
  readonly wireMenu: WireMenuRequest | null;
}

/** Passing states of the canvas. */
export const useCanvas = create<CanvasState>()(() => ({
  adding: null,
  connecting: null,
  clickedFrom: null,
  hoveredWire: null,
  dropWire: null,
  editing: null,
  cut: null,
  areWiresHidden: false,
  wireMenu: null,
}));

/** Below this zoom a layer's small print cannot be read, so it is left out. */
const FAR = 0.4;

/** Whether the canvas is seen from so far that layers show only their name. */
export function useIsFar(): boolean {
  return useView(state => state.zoom < FAR);
}

/** A wire as it is drawn. */
export interface DrawnWire {
  readonly edge: DocumentEdge;
  readonly way: readonly Point[];
}

/** The wires as last drawn, by id; read by drops, never rendered from. */
export const drawnWires: { current: ReadonlyMap<string, DrawnWire> } = { current: new Map() };

/** The name of a wire on the canvas: `conv1:0>pool1:0`; a layer's name has no colon. */
export function edgeId(edge: DocumentEdge): string {
  return `${edge.from}:${edge.fromPort ?? 0}>${edge.to}:${edge.toPort ?? 0}`;
}

/** The name of a port's handle: `in:0`, `out:0`. */
export function handleId(side: 'in' | 'out', port: number): string {
  return `${side}:${port}`;
}

/** The port of a handle's name. */
export function portOf(handle: string | null | undefined): number {
  return Number(handle?.split(':')[1] ?? 0);
}

/** Key of an end in {@link Connecting.refusals}. */
export function endKey(node: string, port: number): string {
  return `${node}:${port}`;
}
