import type { Json } from '../document/json.ts';
import {
  type DocumentEdge,
  type DocumentNode,
  emptyDocument,
  type Frame,
  type NetloomDocument,
  type Point,
  type TrainingSettings,
} from '../document/schema.ts';
import { layerType } from '../layers/registry.ts';
import { foldRows } from '../layout/fold.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../layout/geometry.ts';
import { layeredRows } from './layered-rows.ts';

/** Width by height of the canvas between the panels of a window of 1440 by 900. */
const CANVAS_ASPECT = 1.53;
/** So narrow a place that nothing is folded. */
const ONE_COLUMN = 0.01;

/** Space between a frame and its nodes, in pixels; more at the top, where its title stands. */
const FRAME_SPACE = 12;
const FRAME_TITLE = 34;

/** Writes a network from top to bottom, layer by layer. */
export class NetworkBuilder {
  private readonly name: string;
  private readonly nodes: Record<string, DocumentNode> = {};
  private readonly edges: DocumentEdge[] = [];
  private readonly feeds = new Map<string, readonly string[]>();
  private readonly frames: { readonly title: string; readonly nodes: readonly string[] }[] = [];
  private last: string | null = null;

  /** @param name of the document */
  constructor(name: string) {
    this.name = name;
  }

  /**
   * Adds a layer.
   *
   * @param name of the node
   * @param type of the layer
   * @param parameters Keras's; those equal to the default are left out of the document
   * @param inputs the nodes that feed it, in the order of its ports; by default the layer added last
   * @returns the name, to wire from
   */
  add(
    name: string,
    type: string,
    parameters: Readonly<Record<string, Json>> = {},
    inputs: string | readonly string[] = this.last ?? [],
  ): string {
    const sources = typeof inputs === 'string' ? [inputs] : inputs;
    if (Object.hasOwn(this.nodes, name)) throw new Error(`The template has two layers named ${name}.`);
    const stored = withoutDefaults(type, parameters);
    this.nodes[name] = Object.keys(stored).length > 0 ? { type, parameters: stored } : { type };
    for (const [port, from] of sources.entries())
      this.edges.push(port === 0 ? { from, to: name } : { from, to: name, toPort: port });
    this.feeds.set(name, sources);
    this.last = name;
    return name;
  }

  /** Freezes layers: their weights do not train. */
  freeze(...names: readonly string[]): void {
    for (const name of names) {
      const node = this.nodes[name];
      if (!node) throw new Error(`The template has no layer ${name} to freeze.`);
      this.nodes[name] = { ...node, trainable: false };
    }
  }

  /** Draws a titled rectangle around layers. */
  frame(title: string, ...nodes: readonly string[]): void {
    this.frames.push({ title, nodes });
  }

  /**
   * The finished document with every layer in its place.
   *
   * @param description what the network is, for the reader
   * @param training settings that suit it
   */
  build(description: string, training: TrainingSettings): NetloomDocument {
    // A frame holds together only in one column.
    const aspect = this.frames.length > 0 ? ONE_COLUMN : CANVAS_ASPECT;
    const positions = foldRows(layeredRows(this.feeds), this.edges, aspect);
    const frames = this.frames.map(({ title, nodes }) => frameAround(title, nodes, positions));
    return {
      ...emptyDocument(this.name),
      description,
      nodes: this.nodes,
      edges: this.edges,
      ...(frames.length > 0 ? { frames } : {}),
      positions,
      training,
    };
  }
}

/** A document holds only what differs from the default. */
function withoutDefaults(
  type: string,
  parameters: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const schema = layerType(type)?.parameters;
  if (!schema) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => {
      const parsed = schema[name]?.parse(value);
      return !parsed?.ok || JSON.stringify(parsed.value) !== JSON.stringify(schema[name]?.default);
    }),
  );
}

function frameAround(
  title: string,
  nodes: readonly string[],
  positions: Readonly<Record<string, Point>>,
): Frame {
  const corners = nodes.map(node => positions[node] ?? ([0, 0] as const));
  const left = Math.min(...corners.map(([x]) => x)) - FRAME_SPACE;
  const top = Math.min(...corners.map(([, y]) => y)) - FRAME_TITLE;
  const right = Math.max(...corners.map(([x]) => x)) + NODE_WIDTH + FRAME_SPACE;
  const bottom = Math.max(...corners.map(([, y]) => y)) + NODE_HEIGHT + FRAME_SPACE;
  return { title, box: [left, top, right - left, bottom - top] };
}
