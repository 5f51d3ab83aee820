import { elementsPerSample } from '../document/value.ts';
import type { Inference, NodeInference } from '../inference/infer.ts';
import { weightSize } from './summary.ts';

/** What torchinfo's summary says below its table; sizes in bytes (torchinfo shows them in MB of 10⁶). */
export interface TorchinfoFigures {
  /** Biases counted, for the whole batch. */
  readonly multiplyAdds: number;
  readonly inputBytes: number;
  /** Outputs of the layers that have parameters, twice: forward and backward. */
  readonly forwardBackwardBytes: number;
  readonly paramsBytes: number;
  readonly totalBytes: number;
}

const FLOAT32 = 4;

/**
 * A network counted by torchinfo's rules, for comparison with its figures (torchinfo/layer_info.py and model_statistics.py): a convolution
 * counts weight and bias times its output positions, a linear layer times its rows, any other layer with parameters its parameters
 * once per sample (recurrent ones once per step); layers without parameters count nothing.
 *
 * @param inference the inferred network
 * @param batch number of samples
 * @returns null where a shape is unknown
 */
export function torchinfoFigures(inference: Inference, batch: number): TorchinfoFigures | null {
  let multiplyAdds = 0;
  let inputs = 0;
  let outputs = 0;
  let params = 0;
  for (const node of inference.nodes.values()) {
    const elements = elementsPerSample(node.outputs[0]?.shape ?? null);
    if (elements === null) return null;
    if (node.layer?.traits.isInput) inputs += elements;
    // Moving statistics are buffers in PyTorch, not parameters.
    const own = sizeOf(node.weights.filter(weight => weight.trainable));
    params += sizeOf(node.ownWeights.filter(weight => weight.trainable));
    if (own === 0) continue;
    outputs += elements;
    multiplyAdds += own * positionsOf(node, elements);
  }
  const inputBytes = inputs * batch * FLOAT32;
  const forwardBackwardBytes = 2 * outputs * batch * FLOAT32;
  const paramsBytes = params * FLOAT32;
  return {
    multiplyAdds: multiplyAdds * batch,
    inputBytes,
    forwardBackwardBytes,
    paramsBytes,
    totalBytes: inputBytes + forwardBackwardBytes + paramsBytes,
  };
}

function sizeOf(weights: NodeInference['weights']): number {
  return weights.reduce((sum, weight) => sum + weightSize(weight), 0);
}

/** How often a layer's parameters are used for one sample. */
function positionsOf(node: NodeInference, elements: number): number {
  const { layer, outputs, inputs } = node;
  const shape = outputs[0]?.shape ?? [];
  if (layer?.traits.isRecurrent) {
    const steps = inputs[0]?.shape?.[1];
    return typeof steps === 'number' ? steps : 1;
  }
  const isMatrix = layer?.traits.isFullyConnected === true;
  const isConvolution = layer?.multiplyAdds !== undefined && layer.traits.spatialAxes !== undefined;
  if (!isMatrix && !isConvolution) return 1;
  const isFirst = !isMatrix && node.dataFormat === 'channels_first';
  const channels = isFirst ? shape[1] : shape.at(-1);
  return typeof channels === 'number' && channels > 0 ? elements / channels : 1;
}
