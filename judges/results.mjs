// What the judges found, kept in the repository for docs/judged.md: judges/results/JUDGE.json names its maker and has one line per network,
// layer or format. Written by `--update` only, so that a run of the judges by itself changes nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'results');

/**
 * The kept results of a judge.
 *
 * @param judge its name
 * @returns the makers of the figures, and the figures by network, layer or format; empty where nothing was kept
 */
export function readResults(judge) {
  try {
    return JSON.parse(readFileSync(path.join(folder, `${judge}.json`), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return { makers: [], found: {} };
    throw error;
  }
}

/**
 * Keeps results of a judge beside those that it had of others.
 *
 * @param judge its name
 * @param makers programs with versions that the figures come from
 * @param found figures by network, layer or format
 */
export function keepResults(judge, makers, found) {
  const kept = { ...readResults(judge).found, ...found };
  const lines = Object.keys(kept)
    .sort()
    .map(name => `    ${JSON.stringify(name)}: ${JSON.stringify(kept[name])}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${judge}.json`),
    `{\n  "judge": "npm run judges -- ${judge} --update",\n  "makers": ${JSON.stringify(makers)},\n  "found": {\n${lines.join(',\n')}\n  }\n}\n`,
  );
}

/** A difference with one digit, rounded up, so that figures change only when they say something new; 0 stays 0. */
export function oneDigit(difference) {
  if (!(difference > 0)) return difference;
  const scale = 10 ** Math.floor(Math.log10(difference));
  return Number((Math.ceil(difference / scale - 1e-9) * scale).toExponential(0));
}
