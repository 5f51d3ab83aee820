import type { LayoutGraph } from './layout-graph.ts';

/** In which row each layer stands, and how many rows there are below it. */
export interface LayerRows {
  /** Row by number of the layer, from 0. */
  readonly row: Int32Array;
  /** Wires on the longest way from the layer down to an end. */
  readonly height: Int32Array;
}

/**
 * Puts each layer in the row below the lowest that feeds it. What hangs on no main input (constants, side inputs and what is computed of
 * them alone) stands right above its first reader instead, and so does what has more readers than sources, with the layers between them:
 * that makes wires shorter.
 *
 * @param graph of one connected network
 */
export function layerRows({ inputs, outputs }: LayoutGraph): LayerRows {
  const count = inputs.length;
  const row = new Int32Array(count);
  const height = new Int32Array(count);
  for (let i = 0; i < count; i++)
    for (const { from } of inputs[i] ?? []) row[i] = Math.max(row[i] ?? 0, (row[from] ?? 0) + 1);
  for (let i = count - 1; i >= 0; i--)
    for (const { to } of outputs[i] ?? []) height[i] = Math.max(height[i] ?? 0, (height[to] ?? 0) + 1);
  const hangsOnMain = mainLayers(inputs, height);
  const earliest = Int32Array.from(row);
  const lower = (i: number) => {
    const readers = outputs[i] ?? [];
    if (readers.length > 0)
      row[i] = readers.reduce((least, { to }) => Math.min(least, (row[to] ?? 0) - 1), count);
  };
  for (let i = count - 1; i >= 0; i--) lower(i);
  for (let i = 0; i < count; i++) {
    const sources = inputs[i] ?? [];
    if (!hangsOnMain[i] || sources.length === 0 || sources.length < (outputs[i] ?? []).length) continue;
    let highest = earliest[i] ?? 0;
    for (const { from } of sources) if (hangsOnMain[from]) highest = Math.max(highest, (row[from] ?? 0) + 1);
    row[i] = highest;
  }
  for (let i = count - 1; i >= 0; i--) if (!hangsOnMain[i]) lower(i);
  return { row, height };
}

/** Which layers can be reached from an input with the longest way to an end. */
function mainLayers(inputs: LayoutGraph['inputs'], height: Int32Array): Uint8Array {
  const tallest = height.reduce((most, value) => Math.max(most, value), 0);
  const hangsOnMain = new Uint8Array(inputs.length);
  for (const [i, feeding] of inputs.entries()) {
    const isMain =
      feeding.length === 0 ? height[i] === tallest : feeding.some(({ from }) => hangsOnMain[from]);
    hangsOnMain[i] = isMain ? 1 : 0;
  }
  return hangsOnMain;
}
