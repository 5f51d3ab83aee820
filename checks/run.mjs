// The rules of the code base that no tool knows: `npm run check`. Exit 1 when one is broken.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { checkDocumentPaths, checkEscapes, checkLength, checkNames, checkTypeNames } from './file-rules.mjs';
import { checkImports } from './imports.mjs';
import { root } from './source-files.mjs';

const rules = {
  'import direction and cycles': checkImports,
  'file length': checkLength,
  'escapes from types and linter': checkEscapes,
  'file names': checkNames,
  'layer type names': checkTypeNames,
  'paths in documents': checkDocumentPaths,
  'layer registry': () => isFresh('generate-registry.mjs'),
  'generated documents': () => isFresh('generate-documents.mjs'),
};

/** Runs a generator that only looks. */
function isFresh(generator) {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'checks', generator), '--check'], {
    encoding: 'utf8',
  });
  return status === 0 ? [] : stderr.trim().split('\n');
}

let failed = 0;
for (const [name, rule] of Object.entries(rules)) {
  const faults = rule();
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  for (const fault of faults) console.log(`     ${fault}`);
  if (faults.length > 0) failed += 1;
}
console.log(`checks: ${Object.keys(rules).length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
