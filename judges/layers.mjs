// Makes the golden files of the layers (shared/layers/golden), or checks that they still hold what the judges say.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { buildScripts } from './build.mjs';
import { runPython } from './environments.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const golden = path.join(folder, '../shared/layers/golden');

/** How far a judge's figures may move between machines before the golden file counts as changed. */
const TOLERANCE = 2e-6;

/** The golden files' texts as the judges would write them now, by group; of all groups, or of those named. */
async function judged(only) {
  const at = await buildScripts({ cases: 'judges/cases.ts' }, 'dist/judges/layers');
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-judges-'));
  try {
    const [cases, answers] = [path.join(work, 'cases.json'), path.join(work, 'answers.json')];
    const { status } = spawnSync(process.execPath, [at('cases'), cases], { stdio: 'inherit' });
    if (status !== 0) throw new Error('The battery cases could not be read.');
    const script = path.join(folder, 'layers.py');
    const asked = Object.entries(JSON.parse(readFileSync(cases, 'utf8'))).filter(
      ([group]) => only?.includes(group) ?? true,
    );
    writeFileSync(cases, JSON.stringify(Object.fromEntries(asked)));
    runPython('keras', [script, cases, answers]);
    runPython('torch', [script, cases, answers]);
    return combine(asked, JSON.parse(readFileSync(answers, 'utf8')));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function combine(cases, { makers, groups }) {
  return cases.map(([group, entries]) => ({
    group,
    makers,
    cases: entries.map(({ type, parameters, inputs, dtypes, constants }, i) => ({
      type,
      parameters,
      inputs,
      ...(dtypes ? { dtypes } : {}),
      ...(constants ? { constants } : {}),
      ...groups[group][i],
    })),
  }));
}

/** One case a line: a changed figure is a small diff. */
function textOf({ makers, cases }) {
  const lines = cases.map(entry => `    ${JSON.stringify(entry)}`).join(',\n');
  return `{\n  "script": "judges/layers.py",\n  "makers": ${JSON.stringify(makers)},\n  "cases": [\n${lines}\n  ]\n}\n`;
}

function near(a, b) {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => near(x, b[i]));
  return isDeepStrictEqual(a, b);
}

const keyOf = ({ type, parameters, inputs }) => JSON.stringify([type, parameters, inputs]);

/** Sentences on what differs between a golden file and what the judges say now. */
function changes(before, now) {
  const known = new Map(before.map(entry => [keyOf(entry), entry]));
  const faults = [];
  for (const entry of now) {
    const old = known.get(keyOf(entry));
    if (!old) faults.push(`${keyOf(entry)} has no golden figures`);
    else
      for (const key of Object.keys(entry))
        if (!near(entry[key], old[key]))
          faults.push(
            `${keyOf(entry)}: ${key} is ${JSON.stringify(old[key])}; the judge says ${JSON.stringify(entry[key])}`,
          );
  }
  // A case may stand twice, so that nothing is crossed out above.
  const judged = new Set(now.map(keyOf));
  const gone = [...known.keys()].filter(key => !judged.has(key));
  return [...faults, ...gone.map(key => `${key} is no battery case any more`)];
}

/**
 * Asks the judges about every battery case.
 *
 * @param update writes the golden files where they changed instead of reporting it
 * @param only groups of battery cases to ask about; all where null
 * @returns whether all golden files hold
 */
export async function judgeLayers({ update, only = null }) {
  mkdirSync(golden, { recursive: true });
  const files = await judged(only);
  let holds = true;
  for (const file of files) {
    const target = path.join(golden, `${file.group}.json`);
    let before = [];
    try {
      before = JSON.parse(readFileSync(target, 'utf8')).cases;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    const found = changes(before, file.cases);
    const refused = file.cases.filter(entry => entry.refused);
    console.log(
      `${file.group}: ${file.cases.length} cases, ${refused.length} that no judge can compute, ${found.length} changed`,
    );
    for (const entry of refused) console.log(`  not judged: ${keyOf(entry)} (${entry.refused.join('; ')})`);
    if (found.length === 0) continue;
    if (update) writeFileSync(target, textOf(file));
    else {
      holds = false;
      for (const fault of found.slice(0, 20)) console.log(`  ${fault}`);
    }
  }
  const expected = new Set(files.map(({ group }) => `${group}.json`));
  const strays = only ? [] : readdirSync(golden).filter(entry => !expected.has(entry));
  for (const name of strays)
    if (update) rmSync(path.join(golden, name));
    else {
      holds = false;
      console.log(`  ${name} belongs to no group of battery cases`);
    }
  if (!holds) console.log('The golden files have changed; `npm run judges -- layers --update` writes them.');
  return holds;
}
