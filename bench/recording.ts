import { compareRecorded } from '../main/engines/recording/battery-comparison.ts';
import { nativeBackend } from '../main/engines/recording/native-backend.ts';
import { nativeOperations } from '../main/engines/recording/native-operations.ts';
import { loadTensorFlow } from '../main/setup/load-tensorflow.ts';
import type { OptimizerSettings } from '../shared/document/schema.ts';
import { OPTIMIZER_DEFAULTS } from '../shared/document/training-defaults.ts';
import type { BatteryCase } from '../shared/layers/battery-cases/battery-case.ts';
import type { Tf } from '../shared/layers/tfjs-contract.ts';
import { tell } from './statistics.ts';

const STEPS = 10;
/** Beyond this a difference is told by name. */
const LIMITS = { verbatim: 1e-5, fused: 2e-4 } as const;

const modules = import.meta.glob<{ CASES?: readonly BatteryCase[] }>('../shared/layers/battery-cases/*.ts', {
  eager: true,
});
const cases = Object.values(modules).flatMap(module => module.CASES ?? []);
const tf = (await loadTensorFlow()) as never as Tf;
const backend = nativeBackend(tf);
if (!backend) throw new Error('This benchmark compares on native TensorFlow.');
nativeOperations(tf, backend);

/** `node recording.mjs verbatim|fused [TYPE...]`: every layer type with every optimizer; the first case of a type with all, the others by turns. */
const [, , word, ...types] = process.argv;
const mode = word === 'fused' ? 'fused' : 'verbatim';
const options = mode === 'fused' ? { fused: true, steps: 5 } : { fused: false, steps: 1 };
const oneDnn = process.env.TF_ENABLE_ONEDNN_OPTS !== '0';
const optimizers: readonly OptimizerSettings[] = [
  ...Object.keys(OPTIMIZER_DEFAULTS).map(name => ({ name }) as OptimizerSettings),
  { name: 'sgd', momentum: 0.9, nesterov: true },
  { name: 'rmsprop', momentum: 0.5 },
];
const seen = new Set<string>();
const started = performance.now();
/** What the comparisons of one optimizer (with its settings) came to. */
const totals = new Map<string, { count: number; above: number; largest: number; at: string }>();
let eager = 0;
const trained = new Set<string>();
for (const [i, battery] of cases.entries()) {
  if (types.length > 0 && !types.includes(battery.type)) continue;
  const isFirst = !seen.has(battery.type);
  seen.add(battery.type);
  const turn = optimizers.slice(i % optimizers.length).slice(0, 1);
  for (const optimizer of isFirst ? optimizers : turn) {
    const about = {
      type: battery.type,
      case: JSON.stringify(battery.parameters),
      optimizer: optimizer.name,
      mode,
      oneDnn,
    };
    try {
      const comparison = compareRecorded(tf, backend, battery, optimizer, STEPS, options);
      if (comparison === null) continue;
      trained.add(battery.type);
      const name = Object.values(optimizer).join(' ');
      const total = totals.get(name) ?? { count: 0, above: 0, largest: 0, at: '' };
      totals.set(name, total);
      total.count += 1;
      if (comparison.eager !== null) {
        eager += 1;
        tell({ ...about, eager: comparison.eager });
      }
      if (!(comparison.difference <= LIMITS[mode])) {
        total.above += 1;
        tell({ ...about, difference: comparison.difference, where: comparison.where });
      }
      if (comparison.difference > total.largest)
        Object.assign(total, { largest: comparison.difference, at: battery.type });
    } catch (error) {
      tell({ ...about, error: error instanceof Error ? error.message : String(error) });
    }
  }
}
for (const [optimizer, total] of totals) tell({ bench: 'recording', optimizer, mode, oneDnn, ...total });
tell({
  bench: 'recording',
  mode,
  oneDnn,
  types: trained.size,
  'without gradient': [...seen].filter(type => !trained.has(type)).join(),
  optimizers: optimizers.length,
  eager,
  seconds: (performance.now() - started) / 1_000,
});
