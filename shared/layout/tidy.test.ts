import { describe, expect, it } from 'vitest';
import { findTemplate, TEMPLATES } from '../templates/index.ts';
import { bounds, nodeBox, overlaps, ROW_PITCH } from './geometry.ts';
import { tidyLayout } from './tidy.ts';

/** A chain of n layers. */
function chain(n: number) {
  const nodes = Array.from({ length: n }, (_, i) => `n${i}`);
  return { nodes, edges: nodes.slice(1).map((to, i) => ({ from: `n${i}`, to })) };
}

describe('tidy layout', () => {
  it('lays a chain out in columns that fill the place', () => {
    const positions = tidyLayout({ ...chain(15), aspect: 1.5 });
    // Columns of 5: 3 x 272 px wide, 5 x 124 px high; 4 columns of 4 would be 1,088 px wide: smaller on a canvas of 3 : 2.
    expect(positions.n0).toEqual([0, 0]);
    expect(positions.n4).toEqual([0, 4 * ROW_PITCH]);
    expect(positions.n5).toEqual([272, 0]);
    expect(positions.n14).toEqual([544, 4 * ROW_PITCH]);
  });

  it('keeps one column where the place is narrow', () => {
    const positions = tidyLayout({ ...chain(6), aspect: 0.2 });
    expect(new Set(Object.values(positions).map(([x]) => x))).toEqual(new Set([0]));
  });

  it('puts branches side by side between what splits and what joins them', () => {
    const positions = tidyLayout({
      nodes: ['a', 'b', 'c', 'd'],
      edges: [
        { from: 'a', to: 'b' },
        { from: 'a', to: 'c' },
        { from: 'b', to: 'd' },
        { from: 'c', to: 'd' },
      ],
      aspect: 0.5,
    });
    expect(positions.b?.[1]).toBe(ROW_PITCH);
    expect(positions.c?.[1]).toBe(ROW_PITCH);
    expect(positions.d?.[1]).toBe(2 * ROW_PITCH);
    expect(positions.b?.[0]).not.toBe(positions.c?.[0]);
  });

  it('lets no two layers of a template overlap, and comes near to the aspect', () => {
    for (const template of TEMPLATES) {
      const { nodes, edges } = template.build();
      const positions = tidyLayout({ nodes: Object.keys(nodes), edges, aspect: 1.5 });
      const boxes = Object.values(positions).map(nodeBox);
      expect(boxes).toHaveLength(Object.keys(nodes).length);
      for (const [i, a] of boxes.entries())
        for (const b of boxes.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
    }
    const resnet = findTemplate('resnet-34')?.build();
    const all = bounds(
      Object.values(
        tidyLayout({ nodes: Object.keys(resnet?.nodes ?? {}), edges: resnet?.edges ?? [], aspect: 1.5 }),
      ).map(nodeBox),
    );
    const ratio = (all?.width ?? 0) / (all?.height ?? 1);
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(2.2);
  });

  it('survives a loop of wires', () => {
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ];
    expect(Object.keys(tidyLayout({ nodes: ['a', 'b'], edges, aspect: 1 }))).toEqual(['a', 'b']);
  });
});
