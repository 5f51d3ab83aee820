import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { importModelFile } from '../main/importing/import-model-file.ts';
import { exportOnnx } from '../main/onnx/export-onnx.ts';
import { parseDocument, serializeDocument } from '../shared/document/serialize.ts';
import type { ImportedOnnx } from '../shared/importers/onnx/import-onnx.ts';
import { inferDocument } from '../shared/inference/infer.ts';
import { importedWeightStore } from './imported-weights.ts';

interface Task {
  readonly file: string;
  /** Where the file that is given back goes. */
  readonly back: string;
  /** Where the shape of every tensor goes, as JSON. */
  readonly table: string;
  /** Where the document goes, without its places, as a test's golden file; left out for none. */
  readonly golden?: string;
}

/** Imports one ONNX file and gives it back. */
async function giveBack({ file, back, table, golden }: Task): Promise<object> {
  const started = performance.now();
  const network = await importModelFile(file);
  const milliseconds = Math.round(performance.now() - started);
  try {
    const document = parseDocument(serializeDocument(network.document));
    const inference = inferDocument(document);
    const { tensors } = network as typeof network & Pick<ImportedOnnx, 'tensors'>;
    const values = Object.fromEntries(
      [...tensors].map(([tensor, { layer, port }]) => {
        const value = inference.nodes.get(layer)?.outputs[port];
        return [tensor, { shape: value?.shape ?? null, dtype: value?.dtype ?? null }];
      }),
    );
    writeFileSync(table, JSON.stringify(values));
    if (golden !== undefined)
      writeFileSync(golden, gzipSync(JSON.stringify({ ...document, positions: {} }), { level: 9 }));
    const carried: Record<string, number> = {};
    for (const { kind, source } of network.report.entries) {
      const operator = source.split(' ')[0] ?? '';
      if (kind === 'operator') carried[operator] = (carried[operator] ?? 0) + 1;
    }
    const weights = importedWeightStore(network.weights);
    await exportOnnx({ document, output: back, weights, seed: 1, engine: null });
    const { parameters } = network.report;
    const layers = inference.nodes.size;
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    return { layers, carried, parameters, milliseconds, peak };
  } finally {
    network.close();
  }
}

/**
 * Imports ONNX files and gives them back: `node given-back.mjs TASKS`, a file with one JSON line `{file, back, table}` for each.
 * Prints one JSON line for each: figures, or `{code, error}`.
 */
const [tasks = ''] = process.argv.slice(2);
for (const line of readFileSync(tasks, 'utf8').trim().split('\n')) {
  const answer = await giveBack(JSON.parse(line) as Task).catch((error: unknown) => ({
    code: error instanceof Error && 'code' in error ? error.code : 'crash',
    error: error instanceof Error ? error.message : String(error),
  }));
  console.log(JSON.stringify(answer));
}
