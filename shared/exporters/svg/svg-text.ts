/** The faces, as the window has them; a viewer without them takes its own. */
export const UI_FACE = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
export const MONO_FACE = "'JetBrains Mono', Consolas, Menlo, monospace";

/** How a text is set. */
export interface TextStyle {
  readonly face: 'ui' | 'mono';
  /** Pixels. */
  readonly size: number;
  readonly weight?: 400 | 600;
  readonly color: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** Mean advance of a character, in parts of the size: JetBrains Mono's exact one, Inter's of mixed text rounded up. */
const ADVANCE = { mono: 0.6, ui: 0.56, bold: 0.6 } as const;

/**
 * Escapes a text for SVG's content and attributes; characters that XML forbids become U+FFFD.
 *
 * @param text anything
 */
export function escapeXml(text: string): string {
  return [...text]
    .map(character => ESCAPES[character] ?? (isAllowed(character.codePointAt(0) ?? 0) ? character : '\uFFFD'))
    .join('');
}
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** XML 1.0, production 2 (Char): no control characters but tab and line ends, no lone surrogates, no non-characters. */
function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

/** About how wide a text is set, in pixels. */
export function textWidth(
  text: string,
  { face, size, weight }: Pick<TextStyle, 'face' | 'size' | 'weight'>,
): number {
  const advance = face === 'mono' ? ADVANCE.mono : weight === 600 ? ADVANCE.bold : ADVANCE.ui;
  return [...text].length * advance * size;
}

/**
 * Shortens a text with an ellipsis to about the given width.
 *
 * @param text the text
 * @param style how it is set
 * @param width in pixels
 * @param kept which end stays: names of imported layers begin alike and differ at their ends
 */
export function fitText(
  text: string,
  style: Pick<TextStyle, 'face' | 'size' | 'weight'>,
  width: number,
  kept: 'beginning' | 'end' = 'beginning',
): string {
  if (textWidth(text, style) <= width) return text;
  const count = Math.floor(width / textWidth('x', style)) - 1;
  if (count < 1) return '';
  const letters = [...text];
  return kept === 'end' ? `…${letters.slice(-count).join('')}` : `${letters.slice(0, count).join('')}…`;
}

/** Writes a text element with its baseline at (x, y). */
export function svgText(text: string, x: number, y: number, style: TextStyle): string {
  if (text === '') return '';
  const weight = style.weight === 600 ? ' font-weight="600"' : '';
  const anchor = style.anchor && style.anchor !== 'start' ? ` text-anchor="${style.anchor}"` : '';
  const face = style.face === 'mono' ? ` font-family="${MONO_FACE}"` : '';
  return `<text x="${x}" y="${y}" font-size="${style.size}" fill="${style.color}"${weight}${anchor}${face}>${escapeXml(text)}</text>`;
}
