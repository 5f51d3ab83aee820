import { getViewportForBounds, type ReactFlowInstance } from '@xyflow/react';
import type { Point } from '../../shared/document/schema.ts';
import { bounds, NODE_HEIGHT, NODE_WIDTH, nodeBox } from '../../shared/layout/geometry.ts';
import { useEditor } from '../state/editor-store.ts';
import type { FlowEdge, FlowNode } from './flow-types.ts';

/** The open canvas; null while another view is shown. */
let flow: ReactFlowInstance<FlowNode, FlowEdge> | null = null;
let frame: HTMLElement | null = null;
let pointer: Point | null = null;

/** Called by the canvas when it stands and when it goes. */
export function attachViewport(
  instance: ReactFlowInstance<FlowNode, FlowEdge> | null,
  element: HTMLElement | null,
): void {
  flow = instance;
  frame = element;
}

/** Notes where the pointer is over the canvas, in window pixels; null when it left. */
export function notePointer(point: Point | null): void {
  pointer = point;
}

/** How long a change of the view takes, in milliseconds; none where the system asks for less motion. */
function duration(): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 140;
}

/** What stays free around a fitted network: for wires that run around it, and on the right for the overview. */
const MARGINS = { top: 34, right: 144, bottom: 34, left: 24 };
/** What the path of open blocks covers at the top, in window pixels. */
const PATH_BAR = 30;

/** What is covered at the top of the canvas where the user is. */
function covered(): number {
  return useEditor.getState().open.length > 0 ? PATH_BAR : 0;
}

/** How far a network may be zoomed to fit. */
const FIT_ZOOM = { minZoom: 0.05, maxZoom: 1 };

function padding() {
  return {
    top: `${MARGINS.top + covered()}px`,
    right: `${MARGINS.right}px`,
    bottom: `${MARGINS.bottom}px`,
    left: `${MARGINS.left}px`,
  } as const;
}

/**
 * Fits the whole network, or some of its nodes, into the canvas.
 *
 * @param names some nodes; all by default
 * @param atOnce whether without a move there: what is new on the canvas has nowhere to come from
 */
export function fitView(names?: readonly string[], atOnce = false): void {
  void flow?.fitView({
    padding: padding(),
    ...FIT_ZOOM,
    duration: atOnce ? 0 : duration(),
    ...(names ? { nodes: names.map(id => ({ id })) } : {}),
  });
}

/** Below this zoom even a layer's name cannot be read. */
const LEGIBLE = 0.12;
/** More layers than this take a second or more to draw, too small to be told apart. */
const MOST_AT_ONCE = 400;
/** The zoom at which the beginning of a network is shown that is too large to be seen whole. */
const READING = 0.6;

/**
 * Shows a newly opened network: whole, or from its beginning where nothing could be told of the whole.
 *
 * @param corners the top-left corners of its layers
 */
export function showOpened(corners: readonly Point[]): void {
  const seen = frame?.getBoundingClientRect();
  const box = bounds(corners.map(nodeBox));
  if (!flow || !seen || !box) return;
  const whole = Math.min(
    (seen.width - MARGINS.left - MARGINS.right) / box.width,
    (seen.height - covered() - MARGINS.top - MARGINS.bottom) / box.height,
  );
  if (whole >= LEGIBLE && corners.length <= MOST_AT_ONCE) {
    // React Flow fits a frame later, when it has measured frames and notes too: nothing may be seen, or clicked, in another place before.
    const { minZoom, maxZoom } = FIT_ZOOM;
    void flow.setViewport(getViewportForBounds(box, seen.width, seen.height, minZoom, maxZoom, padding()));
    fitView(undefined, true);
    return;
  }
  const top = Math.min(...corners.map(([, y]) => y));
  const first = corners.find(([, y]) => y === top)?.[0] ?? box.x;
  void flow.setViewport({
    x: seen.width / 2 - (first + NODE_WIDTH / 2) * READING,
    y: MARGINS.top + covered() - top * READING,
    zoom: READING,
  });
}

/** Goes to a zoom, 1 is 100 %. */
export function zoomTo(zoom: number): void {
  void flow?.zoomTo(zoom, { duration: duration() });
}

/** Zooms in (factor > 1) or out. */
export function zoomBy(factor: number): void {
  if (flow) zoomTo(flow.getZoom() * factor);
}

/** What stays between a revealed layer and the border of the canvas, in window pixels. */
const REVEAL_MARGIN = 28;

/** Moves the view as little as needed to show the layer whose corner is given; the middle of the canvas when it is far off. */
export function reveal([x, y]: Point): void {
  if (!flow || !frame) return;
  const corner = flow.flowToScreenPosition({ x, y });
  const far = flow.flowToScreenPosition({ x: x + NODE_WIDTH, y: y + NODE_HEIGHT });
  const seen = frame.getBoundingClientRect();
  const dx = shift(corner.x, far.x, seen.left, seen.right);
  const dy = shift(corner.y, far.y, seen.top + covered(), seen.bottom);
  if (dx === 0 && dy === 0) return;
  if (Math.abs(dx) > seen.width / 2 || Math.abs(dy) > seen.height / 2) {
    void flow.setCenter(x + NODE_WIDTH / 2, y + NODE_HEIGHT / 2, {
      zoom: flow.getZoom(),
      duration: duration(),
    });
    return;
  }
  const view = flow.getViewport();
  void flow.setViewport({ x: view.x + dx, y: view.y + dy, zoom: view.zoom }, { duration: duration() });
}

/** By how much a span must move to lie within bounds; 0 when it does. */
function shift(start: number, end: number, least: number, most: number): number {
  if (start < least) return least - start + REVEAL_MARGIN;
  return end > most ? Math.max(most - end - REVEAL_MARGIN, least - start) : 0;
}

/** From window pixels to canvas pixels. */
export function toCanvas([x, y]: Point): Point {
  const point = flow?.screenToFlowPosition({ x, y });
  return point ? [point.x, point.y] : [x, y];
}

/** From canvas pixels to window pixels. */
export function toScreen([x, y]: Point): Point {
  const point = flow?.flowToScreenPosition({ x, y });
  return point ? [point.x, point.y] : [x, y];
}

/** Where the pointer is over the canvas in window pixels; else the middle of the canvas. */
export function pointerOrCentre(): Point {
  if (pointer) return pointer;
  const seen = frame?.getBoundingClientRect();
  return seen ? [seen.left + seen.width / 2, seen.top + seen.height / 2] : [0, 0];
}

/** Width by height of the canvas without its margins; a usual one while it is not shown. */
export function canvasAspect(): number {
  const seen = frame?.getBoundingClientRect();
  if (!seen || seen.height <= 200) return 1.5;
  return (seen.width - MARGINS.left - MARGINS.right) / (seen.height - MARGINS.top - MARGINS.bottom);
}

/** Where the pointer is over the canvas in window pixels; null when it is not there. */
export function viewportPointer(): Point | null {
  return pointer;
}
