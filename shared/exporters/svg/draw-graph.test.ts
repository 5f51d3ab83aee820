import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { drawGraph } from './draw-graph.ts';
import { escapeXml, fitText, textWidth } from './svg-text.ts';

const document: NetloomDocument = {
  ...emptyDocument('drawn'),
  nodes: {
    image: { type: 'InputLayer', parameters: { shape: [227, 227, 3] } },
    'a<b>&"c"': {
      type: 'Conv2D',
      parameters: { filters: 96, kernel_size: 11, strides: 4, activation: 'relu' },
    },
    wrong: { type: 'MaxPooling1D' },
  },
  edges: [
    { from: 'image', to: 'a<b>&"c"' },
    { from: 'a<b>&"c"', to: 'wrong' },
  ],
  positions: { image: [0, 0], 'a<b>&"c"': [0, 124], wrong: [300, 124] },
  notes: [{ text: 'first line\nsecond', box: [300, 0, 150, 60] }],
  frames: [{ title: 'Part', box: [-20, -30, 240, 250] }],
};

describe('the drawing of a network', () => {
  const svg = drawGraph(document, inferDocument(document));

  it('shows each layer with its key parameters, output shape and parameter count', () => {
    // (11 × 11 × 3 + 1) × 96 = 34,944; ⌊(227 − 11) / 4⌋ + 1 = 55.
    for (const text of [
      '227 × 227 × 3',
      '55 × 55 × 96',
      '34,944',
      '96 · 11×11 /4 · relu',
      'Conv2D',
      'Part',
      'second',
    ])
      expect(svg).toContain(`>${text}</text>`);
  });

  it('escapes names', () => {
    expect(svg).toContain('>a&lt;b&gt;&amp;&quot;c&quot;</text>');
    expect(svg).not.toContain('a<b>');
    expect(escapeXml('a\u0000b\uD800c\n')).toBe('a\uFFFDb\uFFFDc\n');
  });

  it('marks a layer in error and leaves its shape open', () => {
    expect(svg).toContain('>1</text>');
    expect(svg).toContain('>?</text>');
  });

  it('leads a wire through its points, which the picture encloses', () => {
    const [first, second] = document.edges;
    if (!first || !second) throw new Error('There are two wires.');
    const led = { ...document, edges: [{ ...first, via: [[700, 100] as const] }, second] };
    const drawn = drawGraph(led, inferDocument(led));
    expect(drawn).toMatch(/<path d="[^"]*700,100/);
    expect(svg).not.toContain('700,100');
    const [, x = 0, , width = 0] = (/viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(drawn) ?? []).map(Number);
    expect(x + width).toBeGreaterThanOrEqual(700 + 32);
    // Without places the whole drawing tidies itself, and points would lie anywhere.
    const unplaced = { ...led, positions: {} };
    expect(drawGraph(unplaced, inferDocument(unplaced))).not.toContain('700,100');
  });

  it('draws one wire for each edge, thicker for more elements: 154,587 make 3.36 px, 290,400 make 3.48 px', () => {
    // 1.5 + 2 · (log10(elements) − 1) / 4.5, at most 3.5
    const widths = [...svg.matchAll(/fill="none" stroke="#aab2c0" stroke-width="([^"]+)"/g)].map(
      match => match[1],
    );
    expect(widths).toEqual(['3.36', '3.48']);
  });

  it('covers everything with its view box and is the same text each time', () => {
    const [, x = 0, y = 0, width = 0, height = 0] =
      /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(svg)?.map(Number) ?? [];
    expect(x).toBeLessThanOrEqual(-20);
    expect(y).toBeLessThanOrEqual(-30);
    expect(x + width).toBeGreaterThanOrEqual(300 + 196);
    expect(y + height).toBeGreaterThanOrEqual(124 + 70);
    expect(drawGraph(document, inferDocument(document))).toBe(svg);
  });

  it('has a dark form, and lays out what has no place yet', () => {
    const placeless = { ...document, positions: {} };
    const dark = drawGraph(placeless, inferDocument(placeless), { theme: 'dark' });
    expect(dark).toContain('#171a20');
    expect([...dark.matchAll(/<g>/g)]).toHaveLength(3);
  });

  it('shortens what does not fit', () => {
    const style = { face: 'mono', size: 10 } as const;
    expect(textWidth('abcde', style)).toBeCloseTo(30, 10);
    expect(fitText('abcdefghij', style, 30)).toBe('abcd…');
    expect(fitText('abcdefghij', style, 30, 'end')).toBe('…ghij');
    expect(fitText('abcde', style, 30)).toBe('abcde');
  });
});
