import { activationWarnings, inferElementwise } from './arithmetic/activation-layer.ts';
import { isAlongLastAxis } from './arithmetic/activation-names.ts';
import { emitActivation } from './arithmetic/activation-onnx.ts';
import { torchActivation } from './arithmetic/activation-pytorch.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';
import { activation } from './parameters.ts';

/** An activation function as a layer of its own. */
export default defineLayer({
  type: 'Activation',
  category: 'activation',
  title: 'Activation function',
  searchWords: ['nonlinearity', 'swish', 'threshold', 'heaviside'],
  documentation: {
    what: 'Applies a function to each element (softmax and log_softmax, its logarithm: along the last axis). sigmoid 1 / (1 + e⁻ˣ); hard_sigmoid clips x / 6 + 0.5 to 0..1; leaky_relu has slope 0.2 below zero; gelu is the exact form with erf; step is 1 from 0 on, else 0, and trains by the straight-through estimate.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: 'relu on (None, 55, 55, 96): (None, 55, 55, 96), negative elements become 0',
    errors: ['The name of the activation is not known.'],
    source:
      'Keras 3, keras.layers.Activation and keras.activations (there the activation must be given); step: Rosenblatt 1958, gradient of Bengio et al. 2013',
  },
  parameters: { activation: activation({ default: 'relu', doc: 'The function.' }) },
  inputs: { min: 1, max: 1 },
  traits: {
    masks: { passes: 'first' },
    isActivation: true,
    activationParameter: 'activation',
    activation: p => (p.activation === 'linear' ? null : p.activation),
  },
  keyParameters: p => p.activation,
  infer: inferElementwise,
  warnings: ({ parameters: p }) => activationWarnings(p.activation),
  pytorch: (context, torch) =>
    isAlongLastAxis(context.parameters.activation)
      ? [
          {
            code: torchActivation(torch, context.parameters.activation, torch.document(0)),
            order: 'document',
          },
        ]
      : torchElementwise(context, x => torchActivation(torch, context.parameters.activation, x)),
  onnx: ({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) => [
    emitActivation(graph, p.activation, x, input?.shape?.length ?? 2),
  ],
});
