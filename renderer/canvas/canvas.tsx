import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  type EdgeMouseHandler,
  type IsValidConnection,
  MiniMap,
  type NodeMouseHandler,
  type OnConnect,
  type OnConnectEnd,
  type OnConnectStart,
  type OnInit,
  type OnMove,
  type OnNodesChange,
  type OnReconnect,
  ReactFlow,
  SelectionMode,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type DragEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef } from 'react';
import type { Point } from '../../shared/document/schema.ts';
import { useShownKeys } from '../commands/key-store.ts';
import { typeColor } from '../panels/category.ts';
import { LAYER_DRAG_TYPE } from '../panels/palette/palette-model.ts';
import { here, useHere } from '../state/here.ts';
import { tell } from '../state/notices.ts';
import { usePreference } from '../state/preferences.ts';
import { useView } from '../state/view-store.ts';
import { addLayer, cornerAround, GRID, searchAt } from './add-layer.ts';
import { AddLayerPopup } from './add-layer-popup.tsx';
import { Announcer } from './announcer.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import styles from './canvas.module.css';
import { portOf, useCanvas, useIsFar } from './canvas-store.ts';
import { ClickWiring, goOnClicking, onClickConnectEnd, onClickConnectStart } from './click-wiring.tsx';
import {
  beginConnecting,
  beginMoving,
  connect,
  endConnecting,
  moveWires,
  refusalOf,
  wireOf,
} from './connecting.ts';
import { ConnectionLine } from './connection-line.tsx';
import { beginCut, CutLine, endCut, leadCut } from './cutting.tsx';
import { markDropWire, wireAt } from './drop-target.ts';
import { EmptyHint } from './empty-hint.tsx';
import { enterBlock } from './enter-block.ts';
import { useFlowNodes } from './flow-elements.ts';
import type { FlowEdge, FlowNode } from './flow-types.ts';
import { useFlowEdges } from './flow-wires.ts';
import { FrameNode } from './frame-node.tsx';
import { LayerNode } from './layer-node.tsx';
import { NoteNode } from './note-node.tsx';
import { PointNode } from './point-node.tsx';
import { portTable } from './ports.ts';
import { useDragging } from './use-dragging.ts';
import { useFlowSelection } from './use-flow-selection.ts';
import { attachViewport, fitView, notePointer, showOpened, toCanvas } from './viewport.ts';
import { WireEdge } from './wire-edge.tsx';
import { openWireMenu, WireMenu } from './wire-menu.tsx';
import { addPoint, removePoints, selectPart } from './wire-points.ts';

// React Flow draws everything anew when one of its properties is a new object or function: all of them stay the same.
const NODE_TYPES = { layer: LayerNode, frame: FrameNode, note: NoteNode, point: PointNode };
const EDGE_TYPES = { wire: WireEdge };
const SNAP: [number, number] = [GRID, GRID];
const MULTI_SELECTION = ['Shift', 'Control', 'Meta'];
const PAN_BUTTONS = [0, 1];
const MIDDLE_BUTTON = [1];
const PRO_OPTIONS = { hideAttribution: true };
/** Takes the focus: arrows walk the layers, all keys of the canvas work there. */
const FOCUSABLE = { tabIndex: 0 };
const WALK = 'Network. Arrow keys walk the layers.';
/** React Flow takes the overview's size from here, not from a class. */
const MINIMAP = { width: 120, height: 84 };
/** A wire's end can be taken up to twice as far from its port, in canvas pixels. */
const WIRE_END_REACH = 12;
/** From this many layers on, only those in view are drawn as elements. */
const MANY = 300;

/** The network as boxes and wires: what the Design view is about. */
export function Canvas() {
  const document = useHere(state => state.document);
  const inference = useHere(state => state.inference);
  const loads = useHere(state => state.loads);
  const depth = useHere(state => state.open.length);
  const isFar = useIsFar();
  const areWiresHidden = useCanvas(state => state.areWiresHidden);
  const byTrackpad = usePreference('canvas.navigation') === 'trackpad';
  const addKeys = useShownKeys('canvas.add');
  const frame = useRef<HTMLDivElement>(null);
  const ports = useMemo(() => portTable(document, inference), [document, inference]);
  const { selected, onSelectionChanges, onEdgesChange } = useFlowSelection();
  const dragging = useDragging();
  const nodes = useFlowNodes(document, ports, selected, dragging.overrides);
  const edges = useFlowEdges(document.edges, nodes, ports, selected.parts, dragging.isDragging);

  const { onNodesChange: onPlaceChanges } = dragging;
  const onNodesChange = useCallback<OnNodesChange<FlowNode>>(
    changes => {
      onPlaceChanges(changes);
      onSelectionChanges(changes);
    },
    [onPlaceChanges, onSelectionChanges],
  );
  const onInit = useCallback<OnInit<FlowNode, FlowEdge>>(instance => {
    attachViewport(instance, frame.current);
    showOpened(Object.values(here().document.positions));
  }, []);

  useEffect(() => {
    if (loads >= 0) showOpened(Object.values(here().document.positions));
  }, [loads]);
  useEffect(() => {
    if (depth >= 0) fitView(undefined, true);
  }, [depth]);
  useEffect(() => () => attachViewport(null, null), []);

  return (
    <div
      role="application"
      ref={frame}
      className={styles.canvas}
      {...FOCUSABLE}
      data-canvas=""
      data-far={isFar ? '' : undefined}
      data-wires={areWiresHidden ? 'hidden' : undefined}
      aria-label={addKeys === null ? WALK : `${WALK} ${addKeys} adds one.`}
      onPointerDownCapture={beginCut}
      onPointerMove={event => {
        notePointer([event.clientX, event.clientY]);
        leadCut(event);
      }}
      onPointerUp={endCut}
      onPointerCancel={() => useCanvas.setState({ cut: null })}
      onPointerLeave={() => notePointer(null)}
      onDoubleClick={openSearch}
      onClickCapture={toggleWithShift}
      onDragOver={dragOver}
      onDragLeave={() => markDropWire(null)}
      onDrop={drop}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onInit={onInit}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={dragging.onDragStart}
        onNodeDragStop={dragging.onDragStop}
        onSelectionDragStart={dragging.onDragStart}
        onSelectionDragStop={dragging.onDragStop}
        onNodeClick={onNodeClick}
        onNodeDoubleClick={onNodeDoubleClick}
        onNodeContextMenu={onNodeContextMenu}
        onEdgeDoubleClick={onEdgeDoubleClick}
        onEdgeContextMenu={onEdgeContextMenu}
        onConnectStart={onConnectStart}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onClickConnectStart={onClickConnectStart}
        onClickConnectEnd={onClickConnectEnd}
        isValidConnection={isValidConnection}
        onReconnect={onReconnect}
        onReconnectStart={onReconnectStart}
        onReconnectEnd={onReconnectEnd}
        reconnectRadius={WIRE_END_REACH}
        onEdgeMouseEnter={onEdgeMouseEnter}
        onEdgeMouseLeave={onEdgeMouseLeave}
        onMove={onMove}
        connectionLineComponent={ConnectionLine}
        connectionMode={ConnectionMode.Strict}
        connectionRadius={26}
        onlyRenderVisibleElements={nodes.length > MANY}
        elevateNodesOnSelect={false}
        minZoom={0.04}
        maxZoom={2}
        snapToGrid
        snapGrid={SNAP}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        panActivationKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={MULTI_SELECTION}
        selectionMode={SelectionMode.Partial}
        zoomOnDoubleClick={false}
        panOnDrag={byTrackpad ? MIDDLE_BUTTON : PAN_BUTTONS}
        panOnScroll={byTrackpad}
        selectionOnDrag={byTrackpad}
        nodeDragThreshold={0}
        proOptions={PRO_OPTIONS}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1.4} color="var(--color-canvas-dot)" />
        <ClickWiring />
        {nodes.length > 0 && (
          <MiniMap<FlowNode>
            className={styles.minimap ?? ''}
            style={MINIMAP}
            ariaLabel="Overview of the network"
            pannable
            zoomable
            nodeColor={colorOf}
            nodeBorderRadius={8}
            maskColor="var(--color-mask)"
          />
        )}
      </ReactFlow>
      <CutLine canvas={frame} />
      <Breadcrumb />
      <EmptyHint />
      <AddLayerPopup />
      <WireMenu />
      <Announcer />
    </div>
  );
}

function colorOf(node: FlowNode): string {
  if (node.type !== 'layer') return 'transparent';
  return typeColor(here().document.nodes[node.id]?.type ?? '');
}

const onMove: OnMove = (_, { zoom }) => {
  if (useView.getState().zoom !== zoom) useView.getState().setZoom(zoom);
};

/** React Flow leaves a larger selection as it is when one of it is clicked; what is clicked alone is meant alone. */
const onNodeClick: NodeMouseHandler<FlowNode> = (event, { id, type }) => {
  const { selection, selectedParts, select } = here();
  if (event.ctrlKey || event.metaKey || event.shiftKey || selection.size + selectedParts.size < 2) return;
  if (type === 'layer') select([id]);
  else selectPart(id);
};

const onNodeDoubleClick: NodeMouseHandler<FlowNode> = (_, node) => {
  if (node.type === 'point') removePoints([node.id]);
  else if (node.type === 'layer' && !enterBlock(node.id)) useCanvas.setState({ editing: node.id });
};

const onNodeContextMenu: NodeMouseHandler<FlowNode> = (event, node) => {
  if (node.type === 'point') openWireMenu(event, node.data.wire, node.id);
};

const onEdgeDoubleClick: EdgeMouseHandler<FlowEdge> = (event, { id }) =>
  addPoint(id, toCanvas([event.clientX, event.clientY]));

const onEdgeContextMenu: EdgeMouseHandler<FlowEdge> = (event, { id }) => openWireMenu(event, id, null);

/** Wires that are moved end at no input. */
const onConnect: OnConnect = connection => {
  if (!useCanvas.getState().connecting?.moved.length) connect(wireOf(connection));
};

const onReconnect: OnReconnect<FlowEdge> = (old, connection) => connect(wireOf(connection), old.data?.edge);

/** React Flow begins a connection where the end of a wire is taken, right after this. */
let isReconnecting = false;
const onReconnectStart = () => {
  isReconnecting = true;
};
const onReconnectEnd = () => {
  isReconnecting = false;
};

const isValidConnection: IsValidConnection<FlowEdge> = ({ source, target, sourceHandle, targetHandle }) =>
  refusalOf(
    wireOf({ source, target, sourceHandle: sourceHandle ?? null, targetHandle: targetHandle ?? null }),
  ) === null;

const onEdgeMouseEnter: EdgeMouseHandler<FlowEdge> = (_, edge) =>
  useCanvas.setState({ hoveredWire: edge.id });

const onEdgeMouseLeave = () => useCanvas.setState({ hoveredWire: null });

const onConnectStart: OnConnectStart = (event, { nodeId, handleId, handleType }) => {
  if (nodeId === null || handleType === null) return;
  const from = { node: nodeId, port: portOf(handleId), side: handleType };
  dragBegun = pointOf(event);
  // On a Mac Ctrl with the button asks for a menu.
  if (handleType === 'source' && (event.ctrlKey || event.metaKey) && !isReconnecting) beginMoving(from);
  else beginConnecting(from);
};

/** Where the mouse took the wire that is dragged. */
let dragBegun: Point | null = null;

function pointOf(event: globalThis.MouseEvent | TouchEvent): Point | null {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  return at ? [at.clientX, at.clientY] : null;
}

/** A wire let go over nothing opens the search for a layer that fits; over a port that refuses, the reason is told. */
const onConnectEnd: OnConnectEnd = (event, state) => {
  const { from = null, moved = [] } = useCanvas.getState().connecting ?? {};
  endConnecting();
  const end = pointOf(event);
  if (end && dragBegun && goOnClicking(dragBegun, end)) return;
  if (moved.length > 0) {
    const { toHandle, toNode } = state;
    if (toHandle?.type === 'source' && toNode?.id !== from?.node)
      moveWires(moved, toHandle.nodeId, portOf(toHandle.id));
    return;
  }
  if (!from || state.isValid) return;
  if (state.toHandle && state.fromHandle) {
    const [source, target] =
      from.side === 'source' ? [state.fromHandle, state.toHandle] : [state.toHandle, state.fromHandle];
    if (source.type === target.type || source.nodeId === target.nodeId) return;
    const reason = refusalOf(
      wireOf({
        source: source.nodeId,
        target: target.nodeId,
        sourceHandle: source.id ?? null,
        targetHandle: target.id ?? null,
      }),
    );
    if (reason) tell(reason, 'error');
    return;
  }
  if (state.toNode) return;
  if (end) searchAt(end, from);
};

function openSearch(event: MouseEvent): void {
  if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
  const screen = [event.clientX, event.clientY] as const;
  useCanvas.setState({ adding: { screen, at: cornerAround(toCanvas(screen)), from: null } });
}

/** Shift begins a rectangle in React Flow; a click on a layer, a frame, a note or a point with Shift selects it as well. */
function toggleWithShift(event: MouseEvent): void {
  if (!event.shiftKey || !(event.target instanceof Element)) return;
  const id = event.target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
  if (id === undefined) return;
  const { selection, selectedParts, select, selectParts } = here();
  const toggled = (ids: ReadonlySet<string>) =>
    ids.has(id) ? [...ids].filter(other => other !== id) : [...ids, id];
  const isLayer = Object.hasOwn(here().document.nodes, id);
  select(isLayer ? toggled(selection) : selection);
  selectParts(isLayer ? selectedParts : toggled(selectedParts));
}

function dragOver(event: DragEvent): void {
  if (!event.dataTransfer.types.includes(LAYER_DRAG_TYPE)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  markDropWire(wireAt(toCanvas([event.clientX, event.clientY]))?.id ?? null);
}

function drop(event: DragEvent): void {
  const type = event.dataTransfer.getData(LAYER_DRAG_TYPE);
  markDropWire(null);
  if (type === '') return;
  event.preventDefault();
  const point = toCanvas([event.clientX, event.clientY]);
  addLayer(type, cornerAround(point), { wire: wireAt(point)?.edge ?? null });
}
