import type { Inference } from '../../shared/inference/infer.ts';
import { fillNormal, fillUniform, weightSeed } from '../../shared/layers/arithmetic/random.ts';
import { lookupOf } from '../../shared/training/network-ports.ts';
import type { NumericTensor } from '../engines/engine.ts';

/** Taken where the document leaves an extent open: halved often, it stays whole. */
const OPEN_EXTENT = 64;

/**
 * Random samples for every input of a network, in the document's layout: normal numbers; rows of a table where
 * they are looked up in one; other whole numbers are 0 and 1.
 *
 * @param inference the network
 * @param batch samples
 * @param seed makes the numbers
 */
export function randomInputs(
  inference: Inference,
  batch: number,
  seed: number,
): ReadonlyMap<string, NumericTensor> {
  const inputs = new Map<string, NumericTensor>();
  for (const node of inference.nodes.values()) {
    const [value] = node.outputs;
    if (!node.layer?.traits.isInput || !value?.shape || value.form !== undefined) continue;
    const shape = value.shape.map((extent, axis) =>
      typeof extent === 'number' ? extent : axis === 0 ? batch : OPEN_EXTENT,
    );
    const data = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
    const rows = lookupOf(inference, node.name)?.rows ?? null;
    if (value.dtype === 'float32' && rows === null) {
      fillNormal(data, weightSeed(seed, node.name), 0, 1);
      inputs.set(node.name, { shape, data });
      continue;
    }
    fillUniform(data, weightSeed(seed, node.name), 0, rows ?? 2);
    const whole = Int32Array.from(data, Math.floor);
    inputs.set(node.name, { shape, data: value.dtype === 'float32' ? Float32Array.from(whole) : whole });
  }
  return inputs;
}
