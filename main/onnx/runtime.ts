import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { halfBits, halfToNumber } from '../../shared/layers/arithmetic/half-floats.ts';
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

/** Numbers as the element type that the file declares; engines hold all whole numbers as int32. */
function feed(ort: Runtime, { data, shape }: NumericTensor, type: string): Tensor {
  const make = TYPED[type];
  if (make) return new ort.Tensor(type as 'float64', make(data) as Float64Array, shape);
  return data instanceof Float32Array
    ? new ort.Tensor('float32', data, shape)
    : new ort.Tensor('int32', data, shape);
}

/** The arrays that ONNX Runtime takes for the types that engines do not hold. */
const TYPED: Readonly<Record<string, (data: Float32Array | Int32Array) => ArrayLike<number | bigint>>> = {
  bool: data => Uint8Array.from(data),
  float16: data => Uint16Array.from(data, halfBits),
  float64: data => Float64Array.from(data),
  int8: data => Int8Array.from(data),
  int16: data => Int16Array.from(data),
  int64: data => BigInt64Array.from(data as Int32Array, BigInt),
  uint8: data => Uint8Array.from(data),
  uint16: data => Uint16Array.from(data),
  uint32: data => Uint32Array.from(data),
  uint64: data => BigUint64Array.from(data as Int32Array, BigInt),
};

function numbersOf({ data, type }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  return Float32Array.from(data as Uint16Array, type === 'float16' ? halfToNumber : Number);
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
      outputs.set(name, { shape: [...tensor.dims], data: numbersOf(tensor) });
    }
    return { outputs, runtime: `onnxruntime ${ort.env.versions.node ?? ort.env.versions.common}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExportError('export.runtime', `ONNX Runtime cannot run the file: ${reason}`, { cause: error });
  } finally {
    await session?.release();
  }
}
