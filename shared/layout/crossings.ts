import type { Point } from '../document/schema.ts';

interface Line {
  readonly wire: number;
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Counts how often wires cross as drawn: a horizontal line of one with a vertical line of another, where the two wires
 * come from different layers (wires of one layer are one line that spreads).
 *
 * @param wires the corners of each way with the names of its ends
 */
export function countCrossings(
  wires: readonly { readonly from: string; readonly to: string; readonly way: readonly Point[] }[],
): number {
  const horizontal: Line[] = [];
  const vertical: Line[] = [];
  for (const [wire, { way }] of wires.entries())
    for (const [i, b] of way.entries()) {
      const a = way[i - 1];
      if (!a) continue;
      const along = a[1] === b[1] ? 0 : 1;
      const line = {
        wire,
        at: a[1 - along] ?? 0,
        low: Math.min(a[along] ?? 0, b[along] ?? 0),
        high: Math.max(a[along] ?? 0, b[along] ?? 0),
      };
      (along === 0 ? horizontal : vertical).push(line);
    }
  vertical.sort((a, b) => a.at - b.at);
  const found = new Set<string>();
  for (const line of horizontal) {
    const one = wires[line.wire];
    for (let i = firstAfter(vertical, line.low); i < vertical.length; i++) {
      const other = vertical[i];
      if (!other || other.at >= line.high) break;
      const two = wires[other.wire];
      if (one?.from === two?.from) continue;
      if (other.low < line.at && line.at < other.high)
        found.add(`${other.at} ${line.at} ${one?.from} ${two?.from}`);
    }
  }
  return found.size;
}

/** The first line to the right of x. */
function firstAfter(lines: readonly Line[], x: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.at ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
