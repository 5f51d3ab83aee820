import { elementsPerSample } from '../document/value.ts';
import { pythonString } from '../python/python-text.ts';
import { activationWarnings } from './arithmetic/activation-layer.ts';
import { emitActivation } from './arithmetic/activation-onnx.ts';
import { torchActivation } from './arithmetic/activation-pytorch.ts';
import { contractionCost, equationOf } from './arithmetic/contraction.ts';
import { analyzeEinsum } from './arithmetic/einsum-equation.ts';
import { zerosWarning } from './arithmetic/initializer-warnings.ts';
import { formatProduct } from './arithmetic/normalization.ts';
import { defineLayer, output } from './contract.ts';
import { formatCount, formatLargeCount, keyLine } from './formatting.ts';
import { activation, constraint, dims, initializer, optional, regularizer, text } from './parameters.ts';

const product = (extents: readonly number[]): number => extents.reduce((size, extent) => size * extent, 1);

/** A dense layer over any axes, told by an equation. */
export default defineLayer({
  type: 'EinsumDense',
  category: 'dense',
  title: 'Einsum dense',
  searchWords: ['einsum', 'einstein', 'tensor product', 'projection', 'linear'],
  documentation: {
    what: 'A fully connected layer over the axes that an equation names: in "abc,cd->abd" the letters before the comma are the axes of the input, then those of the kernel, then those of the output; letters that the output lacks are summed over. "..." stands for all further axes, in front or behind. Then a bias and an activation follow.',
    inputShape: 'as many axes as the equation names',
    outputShape: '(batch, ...output_shape)',
    example:
      '(None, 32, 128), "abc,cd->abd", output_shape [null, 64]: (None, 32, 64), 128 × 64 = 8,192 parameters',
    errors: [
      'The equation is not of the form x,y->z, ...x,y->...z or x...,y->z....',
      'The input has another number of axes than the equation.',
      'The output shape does not fit the equation.',
      'An extent of the kernel is unknown.',
    ],
    source: 'Keras 3, keras.layers.EinsumDense (there equation and output_shape must be given)',
  },
  parameters: {
    equation: text({
      default: 'ab,bc->ac',
      doc: 'The axes of input, kernel and output, e.g. "abc,cd->abd".',
    }),
    output_shape: dims({
      default: [32],
      doc: 'Extents of the output without the batch and without the axes that "..." stands for; null takes the extent of the input.',
    }),
    activation: activation({ default: 'linear' }),
    bias_axes: optional(
      text({ default: '', doc: 'The letters of the output along which a bias is added; none for no bias.' }),
    ),
    kernel_initializer: initializer({ default: { name: 'glorot_uniform' }, doc: 'How the kernel begins.' }),
    bias_initializer: initializer({ default: { name: 'zeros' }, doc: 'How the bias begins.' }),
    kernel_regularizer: regularizer({ doc: 'Penalty on the kernel.' }),
    bias_regularizer: regularizer({ doc: 'Penalty on the bias.' }),
    kernel_constraint: constraint({ doc: 'Constraint on the kernel.' }),
    bias_constraint: constraint({ doc: 'Constraint on the bias.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: {
    activationParameter: 'activation',
    activation: p => (p.activation === 'linear' ? null : p.activation),
    hasBias: p => p.bias_axes !== null && p.bias_axes !== '',
  },
  keyParameters: p => keyLine(p.equation, p.activation !== 'linear' && p.activation),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    return shape === null ? [{ dtype: 'float32', shape }] : output(analyzeEinsum(p, shape).output);
  },
  warnings({ parameters: p, inputs: [input] }) {
    const { outputExtents } = analyzeEinsum(p, input?.shape ?? []);
    return [
      ...zerosWarning(p.kernel_initializer, product(outputExtents)),
      ...activationWarnings(p.activation),
    ];
  },
  weights({ parameters: p, inputs: [input] }) {
    const { kernel, bias, inputExtents, outputExtents } = analyzeEinsum(p, input?.shape ?? []);
    return [
      {
        name: 'kernel',
        shape: kernel,
        initializer: p.kernel_initializer,
        trainable: true,
        regularizer: p.kernel_regularizer,
        constraint: p.kernel_constraint,
        fans: { fanIn: product(inputExtents), fanOut: product(outputExtents) },
      },
      ...(bias
        ? [
            {
              name: 'bias',
              shape: bias,
              initializer: p.bias_initializer,
              trainable: true,
              regularizer: p.bias_regularizer,
              constraint: p.bias_constraint,
            },
          ]
        : []),
    ];
  },
  multiplyAdds({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const { contraction, kernel } = analyzeEinsum(p, shape);
    return contractionCost(contraction, shape, kernel);
  },
  explain({ parameters: p, inputs: [input], outputs: [result] }) {
    const shape = input?.shape ?? [];
    const { contraction, kernel, bias } = analyzeEinsum(p, shape);
    const cost = contractionCost(contraction, shape, kernel);
    const elements = elementsPerSample(result?.shape ?? null);
    return [
      {
        title: `Parameters: kernel (${contraction.right})${bias ? ' + bias' : ''}`,
        formula: `${formatProduct(kernel)}${bias ? ` + ${formatProduct(bias)}` : ''}`,
        result: formatCount(product(kernel) + (bias ? product(bias) : 0)),
      },
      ...(cost !== null && elements !== null
        ? [
            {
              title: 'Multiply-adds per sample: output elements × summed extents',
              formula: `${formatCount(elements)} × ${formatCount(cost / elements)}`,
              result: formatLargeCount(cost),
            },
          ]
        : []),
    ];
  },
  onnx({ parameters: p, inputs: [input], outputs: [result], inputNames: [x = ''] }, graph) {
    const { contraction, bias } = analyzeEinsum(p, input?.shape ?? []);
    const equation = { equation: { string: equationOf(contraction) } };
    const sum = graph.node('Einsum', [x, graph.weight('kernel')], equation);
    const shifted = bias ? graph.node('Add', [sum, graph.weight('bias')]) : sum;
    return [emitActivation(graph, p.activation, shifted, result?.shape?.length ?? 2)];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const { contraction, bias } = analyzeEinsum(p, input?.shape ?? []);
    const equation = pythonString(equationOf(contraction));
    const sum = `torch.einsum(${equation}, ${torch.document(0)}, ${torch.parameter('kernel')})`;
    const shifted = bias ? `${sum} + ${torch.parameter('bias')}` : sum;
    return [{ code: torchActivation(torch, p.activation, shifted), order: 'document' }];
  },
});
