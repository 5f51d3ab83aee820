/** The extensions of models of other programs, without the dot. */
export const MODEL_KINDS = ['onnx', 'keras', 'h5', 'hdf5', 'json'] as const;

/** Whether a name or path is that of another program's model. */
export function isModelFile(name: string): boolean {
  return MODEL_KINDS.some(kind => name.toLowerCase().endsWith(`.${kind}`));
}

/** Whether a name or path is that of a file of weights alone. */
export function isWeightsFile(name: string): boolean {
  return /\.safetensors$/i.test(name);
}

/** `densenet` of `/models/densenet.onnx`; of Windows's paths too. */
export function stemOf(path: string): string {
  return baseName(path).replace(/\.[^.]+$/, '');
}

/** `densenet.onnx` of `/models/densenet.onnx`. */
export function baseName(path: string): string {
  return path.replace(/^.*[/\\]/, '');
}
