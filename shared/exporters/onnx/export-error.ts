/** Every way in which an export can fail. A code is stable. */
export const EXPORT_ERROR_CODES = {
  'export.network': 'The network has errors, or nothing to export.',
  'export.layer': 'A layer cannot be said in the target format.',
  'export.opset': 'The operator set is not one that can be written.',
  'export.weights': 'The given weights do not belong to this network.',
  'export.memory': 'The network and its comparison do not fit in memory.',
  'export.write': 'The file could not be written.',
  'export.runtime': 'ONNX Runtime refused the file.',
  'export.not-computable': 'No engine computes the network, so that nothing can be compared.',
  'export.difference': 'ONNX Runtime computes something else than the engine.',
  'export.cancelled': 'The export was cancelled.',
} as const;
export type ExportErrorCode = keyof typeof EXPORT_ERROR_CODES;

/** An export failed; the message is a sentence for the user. */
export class ExportError extends Error {
  readonly code: ExportErrorCode;
  constructor(code: ExportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ExportError';
    this.code = code;
  }
}
