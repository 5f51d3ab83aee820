import { ImportError } from '../../shared/importers/imported-network.ts';
import { ENCODER_SAMPLES } from '../../shared/importers/onnx/blocks/encoder-samples.ts';
import { memorySource } from '../../shared/importers/onnx/byte-source.ts';
import { importOnnx } from '../../shared/importers/onnx/import-onnx.ts';
import { ONNX_SAMPLES } from '../../shared/importers/onnx/onnx-samples.ts';
import { ATTENTION_SAMPLES } from '../../shared/importers/onnx/patterns/attention/attention-samples.ts';
import { onnxBytes } from '../../shared/importers/onnx/testing.ts';
import { mutate } from './mutations.ts';

/** What damaged ONNX files did. */
export interface OnnxMutationResult {
  /** Files that were refused by a sentence, and those that were read nevertheless. */
  refused: number;
  read: number;
  /** What was thrown otherwise, with the seed that shows it. */
  readonly crashes: string[];
  /** The longest time for one file, in milliseconds. */
  slowest: number;
}

/**
 * Imports damaged ONNX files, weights included.
 *
 * @param seeds first seed and number of files
 */
export function importOnnxMutations(seeds: {
  readonly from: number;
  readonly count: number;
}): OnnxMutationResult {
  const files = [...ONNX_SAMPLES, ...ATTENTION_SAMPLES, ...ENCODER_SAMPLES].map(([, model]) =>
    onnxBytes(model),
  );
  const result: OnnxMutationResult = { refused: 0, read: 0, crashes: [], slowest: 0 };
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed++) {
    const bytes = mutate(files[seed % files.length] ?? new Uint8Array(), seed);
    const started = performance.now();
    try {
      const { weights } = importOnnx({ model: memorySource(bytes) }, 'damaged');
      for (const weight of weights) weight.read();
      result.read += 1;
    } catch (error) {
      if (error instanceof ImportError && /[.!?]$/.test(error.message)) result.refused += 1;
      else
        result.crashes.push(
          `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
    }
    result.slowest = Math.max(result.slowest, performance.now() - started);
  }
  return result;
}
