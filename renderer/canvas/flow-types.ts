import type { Edge, Node } from '@xyflow/react';
import type { DocumentEdge, Frame, Note, Point } from '../../shared/document/schema.ts';
import type { PortCounts } from './ports.ts';

/** A layer on the canvas; its component reads everything else from the stores by its name. */
export type LayerFlowNode = Node<{ ports: PortCounts; isCollapsed: boolean }, 'layer'>;
/** A titled rectangle. */
export type FrameFlowNode = Node<{ frame: Frame }, 'frame'>;
/** A free text. */
export type NoteFlowNode = Node<{ note: Note }, 'note'>;
/** A point of a wire; `wire` is its wire's id. */
export type PointFlowNode = Node<{ wire: string }, 'point'>;
/** Everything that stands on the canvas. */
export type FlowNode = LayerFlowNode | FrameFlowNode | NoteFlowNode | PointFlowNode;
/** A wire with the way it takes. */
export type FlowEdge = Edge<{ edge: DocumentEdge; way: readonly Point[] }, 'wire'>;
