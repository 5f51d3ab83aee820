import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** The value of a colour token in a theme. */
function color(name: string, theme: 'light' | 'dark'): string {
  const value = new RegExp(`--color-${name}: (.*);`).exec(css)?.[1] ?? '';
  const own = new RegExp(`var\\(--${theme}, (#[0-9a-f]{6})\\)`).exec(value)?.[1];
  if (own === undefined) throw new Error(`no ${theme} value of ${name}: ${value}`);
  return own;
}

/** Relative luminance and contrast by WCAG 2.1, sections 1.4.3 and "relative luminance". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const PAIRS = [
  ['text', 'surface'],
  ['text', 'canvas'],
  ['text', 'sunken'],
  ['text', 'accent-soft'],
  ['quiet', 'surface'],
  ['quiet', 'sunken'],
  ['faint', 'surface'],
  ['faint', 'raised'],
  ['faint', 'sunken'],
  ['accent', 'surface'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['warning', 'surface'],
  ['warning', 'warning-soft'],
  ['on-warning', 'warning'],
  ['error', 'surface'],
  ['error', 'error-soft'],
  ['on-error', 'error'],
  ['ok', 'ok-soft'],
] as const;

describe.each(['light', 'dark'] as const)('the %s theme', theme => {
  it.each(PAIRS)('shows %s on %s with a contrast of at least 4.5', (front, back) => {
    expect(contrast(color(front, theme), color(back, theme))).toBeGreaterThanOrEqual(4.5);
  });
});
