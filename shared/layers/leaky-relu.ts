import { inferElementwise } from './arithmetic/activation-layer.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { number } from './parameters.ts';

/** The rectifier that lets a share of the negative side through. */
export default defineLayer({
  type: 'LeakyReLU',
  category: 'activation',
  title: 'Leaky rectified linear unit',
  searchWords: ['leaky', 'rectifier'],
  documentation: {
    what: 'x for x ≥ 0, negative_slope × x below. The small slope keeps a gradient where ReLU has none.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: 'negative_slope 0.3: −2 becomes −0.6, 2 stays 2',
    errors: ['The slope is not a number.'],
    source: 'Keras 3, keras.layers.LeakyReLU (the activation leaky_relu has slope 0.2)',
  },
  parameters: { negative_slope: number({ default: 0.3, doc: 'Slope for negative elements.' }) },
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, isActivation: true, activation: () => 'leaky_relu' },
  keyParameters: p => keyLine(p.negative_slope !== 0.3 && `slope ${p.negative_slope}`),
  infer: inferElementwise,
  pytorch: (context, torch) =>
    torchElementwise(
      context,
      x => `${torch.module(`nn.LeakyReLU(${context.parameters.negative_slope})`)}(${x})`,
    ),
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('LeakyRelu', [x], { alpha: { float: p.negative_slope } }),
  ],
});
