import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CATEGORY_COLORS, PALETTES } from '../../shared/exporters/svg/palette.ts';
import { renderPng } from './png.ts';

const svg = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" viewBox="0 0 60 20">${body}</svg>`;
const text = (face: string, weight = 400) =>
  svg(`<text x="2" y="15" font-size="14" font-family="${face}" font-weight="${weight}">Netloom</text>`);

describe('a picture of a drawing', () => {
  it('is a PNG file of the drawing in the asked scale', async () => {
    const png = await renderPng(svg('<rect width="60" height="20"/>'), 3);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([180, 60]);
  });

  it('sets its text in the bundled faces, each in its two weights', async () => {
    const pictures = await Promise.all(
      [
        svg(''),
        text('Inter'),
        text('Inter', 600),
        text("'JetBrains Mono'"),
        text("'JetBrains Mono'", 600),
      ].map(body => renderPng(body)),
    );
    expect(new Set(pictures.map(picture => picture.toString('base64'))).size).toBe(5);
  });

  it('has the colours of the window', async () => {
    const file = fileURLToPath(new URL('../../renderer/theme/tokens.css', import.meta.url));
    const tokens = await readFile(file, 'utf8');
    for (const [category, color] of Object.entries(CATEGORY_COLORS))
      expect(tokens).toContain(`--category-${category}: ${color};`);
    const names = {
      'color-canvas': 'canvas',
      'color-raised': 'node',
      'color-sunken': 'frozen',
      'color-border': 'border',
      'color-wire': 'wire',
      'color-text': 'text',
      'color-quiet': 'quiet',
      'color-faint': 'faint',
    } as const;
    for (const [token, name] of Object.entries(names))
      expect(tokens).toContain(
        `--${token}: var(--light, ${PALETTES.light[name]}) var(--dark, ${PALETTES.dark[name]});`,
      );
  });
});
