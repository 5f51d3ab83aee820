import { writeFileSync } from 'node:fs';
import type { BatteryCase } from '../shared/layers/battery-cases/battery-case.ts';
import { parseParameters } from '../shared/layers/parse-parameters.ts';
import { layerType } from '../shared/layers/registry.ts';
import { diesOnTensorFlow } from './keras-limits.ts';

const modules = import.meta.glob<{ CASES?: readonly BatteryCase[] }>('../shared/layers/battery-cases/*.ts', {
  eager: true,
});

/** All battery cases by group, with their parameters as every layer function receives them (defaults filled in). */
const groups = Object.fromEntries(
  Object.entries(modules).flatMap(([file, { CASES }]) => {
    if (!CASES) return [];
    const group = file.replace(/^.*\/|\.ts$/g, '');
    const cases = CASES.map(({ type, parameters, inputs, dtypes, constants }) => {
      const layer = layerType(type);
      if (!layer) throw new Error(`There is no layer type ${type}.`);
      const parsed = parseParameters(layer.parameters, parameters);
      if (parsed.problems[0]) throw new Error(`${type}: ${parsed.problems[0].message}`);
      const limit = diesOnTensorFlow(type) ? { diesOnTensorFlow: true } : {};
      return { type, parameters, inputs, dtypes, constants, canonical: parsed.values, ...limit };
    });
    return [[group, cases]];
  }),
);

writeFileSync(process.argv[2] ?? 'cases.json', JSON.stringify(groups));
