import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { requireFrom } from '../setup/place.ts';
import { joinFamily, unpackWoff } from './woff.ts';

/** The faces of a drawing, bundled with the program. */
const FONTS = [
  ['Inter', '@fontsource/inter/files/inter-latin-400-normal.woff'],
  ['Inter', '@fontsource/inter/files/inter-latin-600-normal.woff'],
  ['JetBrains Mono', '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff'],
  ['JetBrains Mono', '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-600-normal.woff'],
] as const;
/** No side of a picture is longer; viewers refuse more, and it would take gigabytes. */
const LONGEST_SIDE = 16_384;

/**
 * Renders a drawing to a PNG picture with the program's own faces; other scripts than Latin take the system's.
 *
 * @param svg the text that `drawGraph` wrote
 * @param scale picture pixels per drawing pixel; 2 is sharp on today's screens. Less where a side would grow beyond 16,384.
 * @returns the bytes of the PNG file
 */
export async function renderPng(svg: string, scale = 2): Promise<Buffer> {
  const { Resvg } = await import('@resvg/resvg-js');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-fonts-'));
  try {
    const fontFiles = await Promise.all(
      FONTS.map(([family, font], i) => unpackFont(family, font, path.join(folder, `${i}.ttf`))),
    );
    const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
    const zoom = Math.min(scale, LONGEST_SIDE / Math.max(width, height, 1));
    const picture = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: zoom },
      font: { fontFiles, loadSystemFonts: isBeyondLatin(svg), defaultFontFamily: 'Inter' },
    });
    return picture.render().asPng();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpackFont(family: string, font: string, file: string): Promise<string> {
  const unpacked = unpackWoff(await readFile(requireFrom().resolve(font)));
  joinFamily(unpacked, family);
  await writeFile(file, unpacked);
  return file;
}

/** Reading the system's fonts takes long, so only where a text needs them. */
function isBeyondLatin(svg: string): boolean {
  return [...svg].some(character => character > '\u00FF' && !'\u2013\u2014\u2026\uFFFD'.includes(character));
}
