import { expect, it } from 'vitest';
import type { OptimizerSettings } from '../../../shared/document/schema.ts';
import { OPTIMIZER_DEFAULTS } from '../../../shared/document/training-defaults.ts';
import type { BatteryCase } from '../../../shared/layers/battery-cases/battery-case.ts';
import { compareRecorded } from './battery-comparison.ts';
import { nativeOperations } from './native-operations.ts';
import { describeNative } from './native-testing.ts';

const modules = import.meta.glob<{ CASES?: readonly BatteryCase[] }>(
  '../../../shared/layers/battery-cases/*.ts',
  { eager: true },
);
const cases = new Map<string, BatteryCase>();
for (const { CASES = [] } of Object.values(modules))
  for (const battery of CASES) if (!cases.has(battery.type)) cases.set(battery.type, battery);
const optimizers = Object.keys(OPTIMIZER_DEFAULTS) as OptimizerSettings['name'][];

/** Types that give numbers which do not depend on weights smoothly, or not at all. */
const WITHOUT_GRADIENT = [
  'CategoryEncoding',
  'Discretization',
  'Shape',
  'Size',
  'ConstantOfShape',
  'Range',
  'Constant',
];

// Each type with one optimizer; `npm run bench -- recording` compares all with all.
describeNative('every layer type trains recorded as it does eagerly', (tf, backend) => {
  nativeOperations(tf, backend);
  const named = [...cases.values()].map((battery, i) => {
    const name = optimizers[i % optimizers.length] ?? 'adam';
    return [battery.type, name, battery] as const;
  });
  it.each(named)('%s with %s', { timeout: 60_000 }, (_, name, battery) => {
    const options = { fused: true, steps: 3 };
    const comparison = compareRecorded(tf, backend, battery, { name }, 3, options);
    if (comparison === null) return expect(WITHOUT_GRADIENT).toContain(battery.type);
    expect(comparison.eager).toBeNull();
    expect(comparison.difference, comparison.where).toBeLessThan(2e-4);
  });
});
