import { dropRate, explainElementsKept, SEQUENCE_DISTURBANCE } from './arithmetic/dropout.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Drops single elements at random while training. */
export default defineLayer({
  type: 'Dropout',
  category: 'regularization',
  title: 'Dropout',
  searchWords: ['overfitting', 'drop', 'regularize'],
  documentation: {
    what: 'While training, sets elements to zero at random with probability rate and multiplies the others by 1 / (1 − rate), so that the sum stays the same on average. At inference the input passes unchanged.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: '4,096 units, rate 0.5: 2,048 are kept on average, each doubled',
    errors: ['The rate lies outside 0 to 1.'],
    source: 'Keras 3, keras.layers.Dropout; Srivastava et al. 2014',
  },
  parameters: { rate: dropRate() },
  ...SEQUENCE_DISTURBANCE,
  keyParameters: p => `rate ${p.rate}`,
  pytorch: (context, torch) =>
    torchElementwise(context, x => `${torch.module(`nn.Dropout(${context.parameters.rate})`)}(${x})`),
  explain: explainElementsKept,
});
