import { elementsPerSample } from '../../shared/document/value.ts';
import { describedWeights } from '../../shared/exporters/initial-weight-store.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { elementCount } from '../../shared/exporters/onnx/model.ts';
import type { Inference } from '../../shared/inference/infer.ts';

const BYTES = 4;
/** The engine, the runtime, and what the runtime holds for a moment while it loads. */
const COPIES_OF_WEIGHTS = 3;
/** Values of all layers in the engine and in the runtime. */
const COPIES_OF_VALUES = 2;
/** Networks whose values of one sample take more are compared on two samples instead of three. */
const LARGE_SAMPLE_BYTES = 256 * 2 ** 20;

/** How many random samples a comparison takes: more than one, or a mistake about the batch axis would not show. */
export function comparisonBatch(inference: Inference): number {
  return sampleBytes(inference) > LARGE_SAMPLE_BYTES ? 2 : 3;
}

/**
 * Refuses an export that cannot fit in memory, before anything is allocated.
 *
 * @param inference the network
 * @param isCompared whether the file is going to be compared with an engine
 * @param available bytes there are; by default what the system says
 * @throws ExportError `export.memory` with the figures
 */
export function requireMemory(
  inference: Inference,
  isCompared: boolean,
  available: number = process.availableMemory(),
): void {
  const sizes = [...describedWeights(inference).values()].map(weight => elementCount(weight.shape) * BYTES);
  // The elements of one tensor, and the same in the file's order.
  const writing = 2 * Math.max(0, ...sizes);
  const comparing =
    COPIES_OF_WEIGHTS * sizes.reduce((sum, size) => sum + size, 0) +
    COPIES_OF_VALUES * comparisonBatch(inference) * sampleBytes(inference);
  if (writing > available)
    throw new ExportError(
      'export.memory',
      `The largest weight needs ${gigabytes(writing)} while it is written; ${gigabytes(available)} are free. Make that layer smaller.`,
    );
  if (isCompared && comparing > available)
    throw new ExportError(
      'export.memory',
      `Comparing the export with an engine needs ${gigabytes(comparing)}; ${gigabytes(available)} are free. Make the network smaller, or export without the comparison.`,
    );
}

function sampleBytes(inference: Inference): number {
  let elements = 0;
  for (const node of inference.nodes.values())
    for (const value of node.outputs) elements += elementsPerSample(value.shape) ?? 0;
  return elements * BYTES;
}

/** 1024-based, as all sizes here. */
function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toLocaleString('en-US', { maximumFractionDigits: 1 })} GB`;
}
