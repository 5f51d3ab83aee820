import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import ort from 'onnxruntime-node';
import { computeGolden } from '../main/engines/compute-golden.ts';
import { loadEngine } from '../main/engines/load-engine.ts';
import { BATTERY_CASES } from '../main/onnx/battery-cases.ts';
import { checkEngineAndOnnx } from '../main/onnx/battery-checks.ts';
import { GOLDEN_CASES, goldenDifference } from '../shared/layers/golden-testing.ts';

/**
 * For each layer type the largest difference over its battery cases: of both engines from the judges' golden outputs, and of ONNX Runtime
 * from native TensorFlow: `node battery.mjs [TYPE...]`. Writes a JSON line with the makers, then one a type; `findings` says what is wrong.
 */
const wanted = process.argv.slice(2);
const types = [...new Set(BATTERY_CASES.map(({ type }) => type))].filter(
  type => wanted.length === 0 || wanted.includes(type),
);
const engines = {
  tensorflow: await loadEngine('tensorflow'),
  javascript: await loadEngine('javascript'),
};
const makers = [
  `TensorFlow ${engines.tensorflow.version}`,
  `TensorFlow.js ${engines.javascript.version}`,
  `ONNX Runtime ${ort.env.versions.node}`,
];
console.log(JSON.stringify(makers));
const folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-battery-'));
for (const type of types) {
  const findings: string[] = [];
  const largest: Record<string, number> = {};
  const seen = (judge: string, difference: number) => {
    largest[judge] = Math.max(largest[judge] ?? 0, difference);
  };
  for (const { name, golden } of GOLDEN_CASES) {
    if (golden?.type !== type) continue;
    for (const [engine, loaded] of Object.entries(engines)) {
      const { shape, data } = computeGolden(loaded, golden);
      if (shape.join() !== golden.shape.join())
        findings.push(`${name}: ${engine} gives the shape (${shape})`);
      seen(engine, goldenDifference(data, golden));
    }
  }
  for (const [i, battery] of BATTERY_CASES.filter(entry => entry.type === type).entries()) {
    const found = await checkEngineAndOnnx(engines.tensorflow, battery, i, folder, difference =>
      seen('onnx', difference),
    );
    findings.push(...found);
  }
  console.log(JSON.stringify({ type, findings, ...largest }));
}
await rm(folder, { recursive: true, force: true });
