// `npm run bench -- NAME [options]`: measures Netloom and its rivals in one run; prints JSON lines.
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { BENCHES } from './benches.mjs';

const [name, ...options] = process.argv.slice(2);
const bench = BENCHES[name ?? ''];
if (!bench) {
  console.error(`Usage: npm run bench -- NAME; NAME is one of ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
console.log(
  JSON.stringify({
    bench: name,
    date: new Date().toISOString().slice(0, 10),
    commit,
    node: process.version,
    system: `${process.platform}-${process.arch}`,
    cores: os.cpus().length,
    processor: os.cpus()[0]?.model ?? 'unknown',
    load: Number(os.loadavg()[0].toFixed(2)),
  }),
);
await bench(options);
