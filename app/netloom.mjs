#!/usr/bin/env node
// The command `netloom`: builds what is missing or stale in a checkout, then runs the command line.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Netloom needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
if (existsSync(path.join(here, 'build.mjs')) && existsSync(path.join(here, '../shared'))) {
  if (!existsSync(path.join(here, '../node_modules'))) {
    console.error('The dependencies are not installed; run "npm ci" first.');
    process.exit(1);
  }
  const { build } = await import('./build.mjs');
  const command = process.argv[2];
  const opensWindow =
    command === undefined || command === 'open' || command === 'serve' || command.endsWith('.netloom');
  await build(opensWindow ? ['node', 'renderer', 'desktop'] : ['node']);
}
const { run } = await import('../dist/node/cli.mjs');
await run(process.argv.slice(2));
