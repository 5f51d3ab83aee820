import { DISTURBANCE } from './arithmetic/dropout.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { number } from './parameters.ts';

/** Adds a penalty on what flows through it to the loss. */
export default defineLayer({
  type: 'ActivityRegularization',
  category: 'regularization',
  title: 'Activity regularization',
  searchWords: ['penalty', 'sparsity', 'l1', 'l2', 'activation penalty'],
  documentation: {
    what: 'Passes its input on unchanged and adds l1 · Σ|x| + l2 · Σx² over the whole batch, divided by the number of samples, to the loss. L1 makes activations sparse.',
    inputShape: 'any',
    outputShape: 'same as the input',
    example:
      'l2 0.01 on two samples (1, 2) and (3, 4): 0.01 × (1 + 4 + 9 + 16) / 2 = 0.15 is added to the loss',
    errors: ['A factor is below 0.'],
    source: 'Keras 3, keras.layers.ActivityRegularization',
  },
  parameters: {
    l1: number({ default: 0, min: 0, doc: 'Factor of the sum of the absolute values.' }),
    l2: number({ default: 0, min: 0, doc: 'Factor of the sum of the squares.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: {
    masks: { passes: 'first' },
    isIdentityAtInference: true,
    hasTrainingMode: true,
    outputPenalty: p => (p.l1 === 0 && p.l2 === 0 ? null : { l1: p.l1, l2: p.l2 }),
  },
  keyParameters: p => keyLine(p.l1 > 0 && `l1 ${p.l1}`, p.l2 > 0 && `l2 ${p.l2}`),
  infer: DISTURBANCE.infer,
  onnx: DISTURBANCE.onnx,
  pytorch: context => torchElementwise(context, x => x),
});
