import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import type { NumericTensor } from '../engines/engine.ts';

type Runtime = typeof import('onnxruntime-node');

/** Errors only: the runtime's remarks on its own optimizations are no news for our users. */
const ERRORS_ONLY = 3;

/** What ONNX Runtime answers when it runs a file. */
export interface RuntimeAnswer {
  /** By output name. */
  readonly outputs: ReadonlyMap<string, NumericTensor>;
  /** `onnxruntime 1.30.0` */
  readonly runtime: string;
}

/** Numbers as the element type that the file declares; engines hold booleans and int64 as int32. */
function feed(ort: Runtime, { data, shape }: NumericTensor, type: string): Tensor {
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, shape);
  if (type === 'bool') return new ort.Tensor('bool', Uint8Array.from(data), shape);
  if (type === 'int64') return new ort.Tensor('int64', BigInt64Array.from(data, BigInt), shape);
  return new ort.Tensor('int32', data, shape);
}

/**
 * Loads an ONNX file in ONNX Runtime and runs it once.
 *
 * @param file path of the model
 * @param inputs by input name, in the file's own layout
 * @throws ExportError `export.runtime` when the runtime refuses the file or fails on it
 */
export async function runOnnxFile(
  file: string,
  inputs: ReadonlyMap<string, NumericTensor>,
): Promise<RuntimeAnswer> {
  const ort: Runtime = await import('onnxruntime-node');
  let session: InferenceSession | undefined;
  try {
    session = await ort.InferenceSession.create(file, { logSeverityLevel: ERRORS_ONLY });
    const feeds = Object.fromEntries(
      session.inputMetadata.flatMap(entry => {
        const given = inputs.get(entry.name);
        return given ? [[entry.name, feed(ort, given, entry.isTensor ? entry.type : '')]] : [];
      }),
    );
    const results = await session.run(feeds);
    const outputs = new Map<string, NumericTensor>();
    for (const [name, tensor] of Object.entries(results)) {
      const data = tensor.data;
      outputs.set(name, {
        shape: [...tensor.dims],
        data: data instanceof Float32Array ? data : Float32Array.from(data as Int32Array, Number),
      });
    }
    return { outputs, runtime: `onnxruntime ${ort.env.versions.node ?? ort.env.versions.common}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExportError('export.runtime', `ONNX Runtime cannot run the file: ${reason}`, { cause: error });
  } finally {
    await session?.release();
  }
}
