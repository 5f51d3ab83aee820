import { z } from 'zod';
import type { Json } from '../../document/json.ts';
import type { NetloomDocument } from '../../document/schema.ts';
import { BATCH } from '../../document/value.ts';
import { allProblems, inferDocument } from '../../inference/infer.ts';
import type { WeightDescription } from '../../layers/contract.ts';

const goldenSchema = z.object({
  /** Program and version that gave the figures. */
  maker: z.string(),
  network: z.string(),
  params: z.number(),
  trainable: z.number(),
  /** Per layer: name, class, output shapes, parameters. */
  rows: z.array(z.tuple([z.string(), z.string(), z.array(z.array(z.number().nullable())), z.number()])),
  config: z.unknown(),
});

/** What Keras says of a network of keras.applications, and its config. */
export interface Golden extends z.infer<typeof goldenSchema> {
  readonly config: Json;
}

/** Reads a golden file's text. */
export function readGolden(text: string): Golden {
  return goldenSchema.parse(JSON.parse(text)) as Golden;
}

const sizeOf = (weights: readonly WeightDescription[]): number =>
  weights.reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);

/**
 * Compares an imported network with Keras's figures: every layer by name, its shapes and parameters, and the totals.
 *
 * @returns a sentence for each difference; empty when all agree
 */
export function compareGolden(golden: Golden, document: NetloomDocument): readonly string[] {
  const inference = inferDocument(document);
  const findings = allProblems(inference)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  const nodes = [...inference.nodes.values()];
  for (const [name, kind, shapes, params] of golden.rows) {
    const isBlock = document.nodes[name]?.type.startsWith('block:') === true;
    const inside = isBlock
      ? nodes.filter(node => node.name.startsWith(`${name}.`))
      : nodes.filter(node => node.name === name);
    const last = inside.at(-1);
    if (!last) {
      findings.push(`${kind} ${name} is missing`);
      continue;
    }
    const ours = last.outputs.map(({ shape }) => shape?.map(dim => (dim === BATCH ? null : dim)) ?? null);
    if (JSON.stringify(ours) !== JSON.stringify(shapes))
      findings.push(`${name} gives ${JSON.stringify(ours)}; Keras: ${JSON.stringify(shapes)}`);
    const count = inside.reduce((sum, node) => sum + sizeOf(node.weights), 0);
    if (count !== params) findings.push(`${name} has ${count} parameters; Keras: ${params}`);
  }
  const total = nodes.reduce((sum, node) => sum + sizeOf(node.ownWeights), 0);
  const trainable = nodes.reduce(
    (sum, node) =>
      sum + (node.node.trainable ? sizeOf(node.ownWeights.filter(weight => weight.trainable)) : 0),
    0,
  );
  if (total !== golden.params) findings.push(`${total} parameters in all; Keras: ${golden.params}`);
  if (trainable !== golden.trainable)
    findings.push(`${trainable} trainable parameters; Keras: ${golden.trainable}`);
  return findings;
}
