import { describe, expect, it } from 'vitest';
import { layerRows } from './layer-rows.ts';
import { type LayoutEdge, layoutGraph } from './layout-graph.ts';

/** Rows by name; a wire is written `a>b`, or `a>b.1` to port 1. */
function rows(...wires: readonly string[]): Readonly<Record<string, number>> {
  const edges = wires.map((wire): LayoutEdge => {
    const [from = '', target = ''] = wire.split('>');
    const [to = '', port = '0'] = target.split('.');
    return { from, to, toPort: Number(port) };
  });
  const graph = layoutGraph([...new Set(edges.flatMap(({ from, to }) => [from, to]))], edges);
  const { row } = layerRows(graph);
  return Object.fromEntries(graph.names.map((name, i) => [name, row[i] ?? -1]));
}

describe('rows', () => {
  it('put each layer below the lowest that feeds it', () => {
    expect(rows('a>b', 'b>c', 'a>c.1', 'c>d')).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  });

  it('put a constant and what is computed of it alone right above the reader', () => {
    expect(rows('a>b', 'b>c', 'c>d', 'constant>shape', 'shape>d.1')).toEqual({
      a: 0,
      b: 1,
      c: 2,
      d: 3,
      constant: 1,
      shape: 2,
    });
  });

  it('put a short branch right below what it leaves', () => {
    expect(rows('a>b', 'b>c', 'c>d', 'd>e', 'a>short', 'short>e.1').short).toBe(1);
  });

  it('put what many late readers share right above them', () => {
    // One wire over two rows instead of two.
    expect(rows('a>b', 'b>c', 'c>d', 'd>e', 'a>shared', 'shared>d.1', 'shared>e.1').shared).toBe(2);
  });
});
