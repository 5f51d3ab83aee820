import { inferElementwise } from './arithmetic/activation-layer.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Passes its input on as it is. */
export default defineLayer({
  type: 'Identity',
  category: 'reshaping',
  title: 'Identity',
  searchWords: ['pass through', 'no operation', 'noop', 'skip', 'placeholder'],
  documentation: {
    what: 'Passes its input on unchanged. It marks a place in a network by a name: a tap, a shortcut, a layer that is yet to come.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: '(None, 55, 55, 96): (None, 55, 55, 96)',
    errors: [],
    source: 'Keras 3, keras.layers.Identity; ONNX operator Identity',
  },
  parameters: {},
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, isIdentityAtInference: true },
  keyParameters: () => '',
  infer: context => inferElementwise(context).map((value, i) => context.inputs[i] ?? value),
  onnx: ({ inputNames: [x = ''] }) => [x],
  pytorch: context => torchElementwise(context, x => x),
});
