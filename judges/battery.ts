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
 * For each layer type the largest difference over its battery cases: of an engine from the judges' golden outputs, and of ONNX Runtime from
 * native TensorFlow: `node battery.mjs tensorflow|javascript [TYPE...]`. Writes a JSON line with the makers, then one a type; `findings`
 * says what is wrong.
 */
const [name = 'tensorflow', ...wanted] = process.argv.slice(2);
const engine = await loadEngine(name === 'javascript' ? 'javascript' : 'tensorflow');
const isNative = engine.name === 'tensorflow';
const library = `${isNative ? 'TensorFlow' : 'TensorFlow.js'} ${engine.version}`;
console.log(JSON.stringify([library, ...(isNative ? [`ONNX Runtime ${ort.env.versions.node}`] : [])]));
const types = [...new Set(BATTERY_CASES.map(({ type }) => type))].filter(
  type => wanted.length === 0 || wanted.includes(type),
);
const folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-battery-'));
for (const type of types) {
  const findings: string[] = [];
  const largest: Record<string, number> = {};
  const seen = (judge: string, difference: number) => {
    largest[judge] = Math.max(largest[judge] ?? 0, difference);
  };
  for (const { name: key, golden } of GOLDEN_CASES) {
    if (golden?.type !== type) continue;
    const { shape, data } = computeGolden(engine, golden);
    if (shape.join() !== golden.shape.join()) findings.push(`${key}: ${name} gives the shape (${shape})`);
    seen(name, goldenDifference(data, golden));
  }
  const cases = isNative ? BATTERY_CASES.filter(entry => entry.type === type) : [];
  for (const [i, battery] of cases.entries()) {
    const told = (difference: number) => seen('onnx', difference);
    findings.push(...(await checkEngineAndOnnx(engine, battery, i, folder, told)));
  }
  console.log(JSON.stringify({ type, findings, ...largest }));
}
await rm(folder, { recursive: true, force: true });
