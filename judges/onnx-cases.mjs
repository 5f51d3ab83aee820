// onnx's own test cases, some two thousand small models of every operator, imported and given back. `--only=test_add,...` takes these alone.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePython } from './environments.mjs';
import { buildGivenBack, faults, run } from './given-back.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'onnx_cases.py');
/** Sentences with which a model is rightly refused. */
const REFUSED = [
  /operator set [1-6]; Netloom reads/,
  // Scan had another meaning in set 8 alone.
  /carries Scan of operator set 8/,
  // A model of nothing but a constant.
  /The network has no input layer/,
];

/** Answers whether all cases hold; prints those that do not, and counts. */
export async function judgeOnnxCases({ only = null } = {}) {
  const givenBack = await buildGivenBack();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-cases-'));
  const counts = {
    cases: 0,
    equal: 0,
    'not runnable by ONNX Runtime or the reference': 0,
    refused: 0,
    failed: 0,
  };
  try {
    const lines = run(ensurePython('keras'), [script, process.execPath, givenBack, folder, ...(only ?? [])]);
    for (const text of lines.trim().split('\n')) {
      const { name, ...row } = JSON.parse(text);
      counts.cases++;
      if (REFUSED.some(sentence => sentence.test(row.error ?? ''))) {
        counts.refused++;
        continue;
      }
      // The cases tell outputs' extents that follow from inputs' elements; what is compared here is what runs.
      const found = faults({ ...row, wrongShapes: [], parameters: 0, elements: [0, 0] });
      if (found.length > 0) {
        counts.failed++;
        console.log(`FAIL ${name}: ${found.join('; ').slice(0, 400)}`);
      } else if (row.by === 'nobody') counts['not runnable by ONNX Runtime or the reference']++;
      else counts.equal++;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  );
  return counts.failed === 0 && counts.equal > 0;
}
