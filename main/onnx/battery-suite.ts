import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatteryCase } from '../../shared/layers/battery-cases/battery-case.ts';
import type { LayerType } from '../../shared/layers/contract.ts';
import { allLayerTypes } from '../../shared/layers/registry.ts';
import type { Engine } from '../engines/engine.ts';
import { BATTERY_CASES } from './battery-cases.ts';
import { checkEngineAndOnnx, checkInference, checkRoundTrip, checkTraining } from './battery-checks.ts';

/**
 * The battery over all layer types on one engine: parameters survive a file; inference copes with unknown and wrong inputs; shapes and
 * weights are those that the engine builds; ONNX Runtime computes the same within 1e-4; a training step moves every weight.
 *
 * @param title what the suite is called
 * @param load gives the engine
 * @param select takes from a type's cases those to run
 */
export function battery(
  title: string,
  load: () => Promise<Engine>,
  select: (cases: readonly BatteryCase[]) => readonly BatteryCase[] = cases => cases,
): void {
  describe(title, () => {
    let engine: Engine;
    let folder: string;
    beforeAll(async () => {
      engine = await load();
      folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-battery-'));
    }, 300_000);
    afterAll(async () => rm(folder, { recursive: true, force: true }));

    for (const layer of allLayerTypes()) {
      if (layer.traits.isInput || layer.traits.isCarried || layer.traits.isInternal) continue;
      const cases = BATTERY_CASES.filter(({ type }) => type === layer.type);
      it(layer.type, { timeout: 300_000 }, async () => {
        expect(cases.length, `${layer.type} has no case in shared/layers/battery-cases`).toBeGreaterThan(0);
        const findings: string[] = [];
        for (const [i, battery] of select(cases).entries())
          for (const finding of await checkCase(engine, layer, battery, i, folder))
            findings.push(`${describeCase(battery)}: ${finding}`);
        expect(findings, findings.join('\n')).toEqual([]);
      });
    }
  });
}

async function checkCase(
  engine: Engine,
  layer: LayerType,
  battery: BatteryCase,
  index: number,
  folder: string,
): Promise<readonly string[]> {
  try {
    return [
      ...checkRoundTrip(layer, battery),
      ...checkInference(battery),
      ...(await checkEngineAndOnnx(engine, battery, index, folder)),
      ...checkTraining(engine, battery),
    ];
  } catch (error) {
    return [`throws ${error instanceof Error ? error.message : String(error)}`];
  }
}

function describeCase({ type, parameters, inputs, note }: BatteryCase): string {
  return `${type} ${JSON.stringify(parameters)} on ${JSON.stringify(inputs)}${note ? ` (${note})` : ''}`;
}
