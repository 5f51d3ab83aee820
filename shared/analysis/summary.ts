import { drawnInputs } from '../document/graph.ts';
import type { Problem } from '../document/problem.ts';
import { BATCH, type Dim, elementsPerSample, type Shape } from '../document/value.ts';
import { allProblems, type Inference, type NodeInference } from '../inference/infer.ts';
import type { WeightDescription } from '../layers/contract.ts';

/** Bytes of one element; weights and activations are float32. */
const BYTES_PER_ELEMENT = 4;

/** One line of the summary. */
export interface SummaryRow {
  readonly name: string;
  readonly type: string;
  /** One shape per output. */
  readonly outputShapes: readonly (Shape | null)[];
  readonly params: number;
  readonly trainableParams: number;
  readonly nonTrainableParams: number;
  /** Per sample, bias not counted; null where unknown. */
  readonly macs: number | null;
  /** Bytes of the outputs for one sample; null where unknown. */
  readonly activationBytes: number | null;
  readonly connectedTo: readonly string[];
  /** Whether the weights train (false when frozen or when there are none that could). */
  readonly isTrainable: boolean;
}

/** Sums over a network. Weights used by several nodes count once. */
export interface SummaryTotals {
  readonly params: number;
  readonly trainableParams: number;
  readonly nonTrainableParams: number;
  /** Null where a layer's figure is unknown. */
  readonly macs: number | null;
  /** Size of all parameters as float32. */
  readonly bytes: number;
}

/** What Keras's model.summary shows, with costs. */
export interface Summary {
  readonly name: string;
  readonly rows: readonly SummaryRow[];
  readonly totals: SummaryTotals;
  readonly problems: readonly Problem[];
}

/** Number of elements of a weight. */
export function weightSize(weight: WeightDescription): number {
  return weight.shape.reduce((product, extent) => product * extent, 1);
}

const rowCache = new WeakMap<NodeInference, SummaryRow>();

/** The summary line of a node; remembered per (immutable) node result. */
export function summaryRow(node: NodeInference): SummaryRow {
  const known = rowCache.get(node);
  if (known) return known;
  let trainable = 0;
  let params = 0;
  for (const weight of node.ownWeights) {
    const size = weightSize(weight);
    params += size;
    if (weight.trainable && node.node.trainable) trainable += size;
  }
  const elements = node.outputs.map(value => elementsPerSample(value.shape));
  const row: SummaryRow = {
    name: node.name,
    type: node.node.type,
    outputShapes: node.outputs.map(value => value.shape),
    params,
    trainableParams: trainable,
    nonTrainableParams: params - trainable,
    macs: node.multiplyAdds,
    activationBytes: elements.reduce<number | null>(
      (sum, count) => (sum === null || count === null ? null : sum + count * BYTES_PER_ELEMENT),
      0,
    ),
    connectedTo: drawnInputs(node.node).flatMap(input => (input ? [input.node] : [])),
    isTrainable: trainable > 0,
  };
  rowCache.set(node, row);
  return row;
}

/**
 * Summarizes a network.
 *
 * @param inference the inferred network
 * @param name the network's name
 */
export function summarize(inference: Inference, name: string): Summary {
  const rows = [...inference.nodes.values()].flatMap(node => (node.node.isHidden ? [] : summaryRow(node)));
  const sum = (pick: (row: SummaryRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const params = sum(row => row.params);
  const trainableParams = sum(row => row.trainableParams);
  return {
    name,
    rows,
    totals: {
      params,
      trainableParams,
      nonTrainableParams: params - trainableParams,
      macs: rows.some(row => row.macs === null) ? null : sum(row => row.macs ?? 0),
      bytes: params * BYTES_PER_ELEMENT,
    },
    problems: allProblems(inference),
  };
}

/** Whether the network is a plain chain: every row fed by the one before (then "Connected to" says nothing new). */
export function isChain(summary: Summary): boolean {
  return summary.rows.every((row, i) =>
    i === 0
      ? row.connectedTo.length === 0
      : row.connectedTo.length === 1 && row.connectedTo[0] === summary.rows[i - 1]?.name,
  );
}

/**
 * Writes a size as Keras's summary does: 1024-based, two decimals: `237.95 MB`.
 *
 * @param bytes a number of bytes
 */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(2)} ${units[unit]}`;
}

/** A shape as plain JSON: the batch and unknown extents are null, a symbol stays. */
export function shapeToJson(shape: Shape | null): (number | string | null)[] | null {
  return shape === null ? null : shape.map((dim: Dim) => (dim === BATCH ? null : dim));
}
