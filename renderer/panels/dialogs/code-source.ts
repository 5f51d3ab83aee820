import type { NetloomDocument } from '../../../shared/document/schema.ts';
import { buildKerasModel } from '../../../shared/exporters/keras/build-keras-model.ts';
import { kerasTraining } from '../../../shared/exporters/keras/compile-config.ts';
import { kerasCode } from '../../../shared/exporters/keras/keras-code.ts';
import { buildTorchModule } from '../../../shared/exporters/pytorch/build-module.ts';
import type { Inference } from '../../../shared/inference/infer.ts';

/**
 * The source that an export of code writes.
 *
 * @param format whose
 * @param document the network
 * @param inference its inference
 * @throws ExportError with a sentence when the network cannot be said so
 */
export function codeSource(
  format: 'pytorch' | 'keras-code',
  document: NetloomDocument,
  inference: Inference,
): string {
  const weightsFile = `${document.name}.safetensors`;
  if (format === 'pytorch')
    return buildTorchModule(document.name, inference.graph, inference, weightsFile, 'Netloom').source;
  const model = buildKerasModel(document.name, inference);
  const training = kerasTraining(document, inference);
  return kerasCode({ document, inference, model, training, weightsFile });
}
