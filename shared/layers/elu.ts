import { inferElementwise } from './arithmetic/activation-layer.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { number } from './parameters.ts';

/** The exponential linear unit. */
export default defineLayer({
  type: 'ELU',
  category: 'activation',
  title: 'Exponential linear unit',
  searchWords: ['exponential'],
  documentation: {
    what: 'x for x ≥ 0, alpha × (eˣ − 1) below: the negative side saturates smoothly at −alpha.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: 'alpha 1: −1 becomes e⁻¹ − 1 = −0.632, 2 stays 2',
    errors: ['alpha is not a number.'],
    source: 'Keras 3, keras.layers.ELU; Clevert et al. 2016',
  },
  parameters: { alpha: number({ default: 1, doc: 'Limit of the negative side, with its sign changed.' }) },
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, isActivation: true, activation: () => 'elu' },
  keyParameters: p => keyLine(p.alpha !== 1 && `alpha ${p.alpha}`),
  infer: inferElementwise,
  pytorch: (context, torch) =>
    torchElementwise(context, x => `${torch.module(`nn.ELU(${context.parameters.alpha})`)}(${x})`),
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [
    graph.node('Elu', [x], { alpha: { float: p.alpha } }),
  ],
});
