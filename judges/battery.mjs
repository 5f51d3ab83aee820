// The battery's largest differences for each layer type: both engines from the judges' golden outputs by the largest element, ONNX Runtime
// from native TensorFlow by the standard deviation. `npm run judges -- battery --only=Conv2D,LSTM`; `--update` keeps the figures.
import { spawnSync } from 'node:child_process';
import { buildScripts } from './build.mjs';
import { keepResults, oneDigit } from './results.mjs';

/** As `npm test` asks: of the golden outputs, and of ONNX Runtime. */
const LARGEST = { tensorflow: 1e-5, javascript: 1e-5, onnx: 1e-4 };

/** Answers whether every type is near enough everywhere; prints a line for each. */
export async function judgeBattery({ update = false, only = [] } = {}) {
  const at = await buildScripts({ battery: 'judges/battery.ts' }, 'dist/judges/battery');
  const makers = [];
  const judged = {};
  for (const engine of ['tensorflow', 'javascript']) {
    const [maker, ...types] = run(at('battery'), [engine, ...(only ?? [])]);
    makers.push(...maker);
    for (const { type, findings, ...largest } of types) {
      judged[type] ??= { findings: [], largest: {} };
      judged[type].findings.push(...findings);
      Object.assign(judged[type].largest, largest);
    }
  }
  const found = {};
  let holds = true;
  for (const [type, { findings, largest }] of Object.entries(judged)) {
    const far = Object.entries(largest).filter(([judge, difference]) => !(difference <= LARGEST[judge]));
    const isRight = findings.length === 0 && far.length === 0;
    holds &&= isRight;
    const figures = Object.entries(largest).map(
      ([judge, difference]) => `${judge} ${difference.toExponential(1)}`,
    );
    console.log(`${isRight ? 'ok  ' : 'FAIL'} ${type}: ${figures.join(', ')}`);
    for (const finding of findings.slice(0, 5)) console.log(`       ${finding}`);
    const rounded = Object.entries(largest).map(([judge, difference]) => [judge, oneDigit(difference)]);
    if (isRight) found[type] = Object.fromEntries(rounded);
  }
  if (update) keepResults('battery', makers, found);
  return holds;
}

/** The lines of one engine's process: a process computes on one engine only. */
function run(script, parameters) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...parameters], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-8).join('\n'));
  return stdout.trim().split('\n').map(JSON.parse);
}
