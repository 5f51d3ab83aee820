/**
 * Whether Keras on TensorFlow dies in layers of a type, so that Keras on PyTorch is asked instead. Keras 3.15 on TensorFlow 2.21: the adaptive
 * maximum.
 *
 * @param type of the layer
 */
export function diesOnTensorFlow(type: string): boolean {
  return type.startsWith('AdaptiveMaxPooling');
}
