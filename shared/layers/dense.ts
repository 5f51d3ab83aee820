import { elementsPerSample, formatShape } from '../document/value.ts';
import { activationWarnings } from './arithmetic/activation-layer.ts';
import { emitActivation } from './arithmetic/activation-onnx.ts';
import { torchActivation } from './arithmetic/activation-pytorch.ts';
import { zerosWarning } from './arithmetic/initializer-warnings.ts';
import { defineLayer, fail, output } from './contract.ts';
import { formatCount, formatLargeCount, keyLine } from './formatting.ts';
import { activation, boolean, constraint, initializer, integer, regularizer } from './parameters.ts';

/** The fully connected layer: `activation(input · kernel + bias)` over the last axis. */
export default defineLayer({
  type: 'Dense',
  category: 'dense',
  title: 'Fully connected',
  searchWords: ['fully connected', 'fc', 'linear', 'gemm', 'perceptron'],
  documentation: {
    what: 'Every output unit sees every element of the last axis: output = activation(input · kernel + bias). With more than two axes the same kernel serves each position.',
    inputShape: '(batch, ..., input_dim)',
    outputShape: '(batch, ..., units)',
    example: '9,216 inputs, 4,096 units: (9,216 + 1) × 4,096 = 37,752,832 parameters',
    errors: ['The input has no axis beside the batch.', 'The last axis of the input is unknown.'],
    source: 'Keras 3, keras.layers.Dense',
  },
  parameters: {
    units: integer({ default: 32, min: 1, doc: 'Number of output units.' }),
    activation: activation({ default: 'linear' }),
    use_bias: boolean({ default: true, doc: 'Whether a bias is added.' }),
    kernel_initializer: initializer({ default: { name: 'glorot_uniform' }, doc: 'How the kernel begins.' }),
    bias_initializer: initializer({ default: { name: 'zeros' }, doc: 'How the bias begins.' }),
    kernel_regularizer: regularizer({ doc: 'Penalty on the kernel.' }),
    bias_regularizer: regularizer({ doc: 'Penalty on the bias.' }),
    kernel_constraint: constraint({ doc: 'Constraint on the kernel.' }),
    bias_constraint: constraint({ doc: 'Constraint on the bias.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: {
    masks: { passes: 'first' },
    activationParameter: 'activation',
    activation: parameters => (parameters.activation === 'linear' ? null : parameters.activation),
    hasBias: parameters => parameters.use_bias,
    keepsPlaces: true,
    isFullyConnected: true,
  },
  keyParameters: p =>
    keyLine(formatCount(p.units), p.activation !== 'linear' && p.activation, !p.use_bias && 'no bias'),
  infer({ parameters, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape === null) return output([null, parameters.units]).map(value => ({ ...value, shape: null }));
    if (shape.length < 2)
      fail(
        'shape.rank',
        `needs a batch and at least one more axis; got ${formatShape(shape)}. Add a Flatten before it.`,
      );
    if (typeof shape[shape.length - 1] !== 'number')
      fail('shape.unknown', `needs a known last axis for its kernel; got ${formatShape(shape)}.`);
    return output([...shape.slice(0, -1), parameters.units]);
  },
  warnings: ({ parameters: p }) => [
    ...zerosWarning(p.kernel_initializer, p.units),
    ...activationWarnings(p.activation),
  ],
  weights({ parameters: p, inputs: [input] }) {
    const inputDim = Number(input?.shape?.at(-1));
    return [
      {
        name: 'kernel',
        shape: [inputDim, p.units],
        initializer: p.kernel_initializer,
        trainable: true,
        regularizer: p.kernel_regularizer,
        constraint: p.kernel_constraint,
      },
      ...(p.use_bias
        ? [
            {
              name: 'bias',
              shape: [p.units],
              initializer: p.bias_initializer,
              trainable: true,
              regularizer: p.bias_regularizer,
              constraint: p.bias_constraint,
            },
          ]
        : []),
    ];
  },
  multiplyAdds({ inputs: [input], outputs: [result] }) {
    const positions = elementsPerSample(result?.shape ?? null);
    const inputDim = input?.shape?.at(-1);
    return positions === null || typeof inputDim !== 'number' ? null : positions * inputDim;
  },
  explain({ parameters: p, inputs: [input], outputs: [result] }) {
    const inputDim = Number(input?.shape?.at(-1));
    const bias = p.use_bias ? 1 : 0;
    const positions = (elementsPerSample(result?.shape ?? null) ?? 0) / p.units;
    return [
      {
        title: 'Parameters: (inputs + bias) × units',
        formula: `(${formatCount(inputDim)} + ${bias}) × ${formatCount(p.units)}`,
        result: formatCount((inputDim + bias) * p.units),
      },
      {
        title: 'Multiply-adds per sample',
        formula: `${positions > 1 ? `${formatCount(positions)} × ` : ''}${formatCount(inputDim)} × ${formatCount(p.units)}`,
        result: formatLargeCount(positions * inputDim * p.units),
      },
    ];
  },
  pytorch({ parameters: p, inputs: [input], inputTensors: [tensor] }, torch) {
    const inputDim = Number(input?.shape?.at(-1));
    const order = tensor?.order;
    const flattened = typeof order === 'object' ? order.flattened : null;
    // Behind flattened maps the kernel's rows are lined up as the maps are: channels before positions.
    const form = flattened
      ? {
          reshape: [...flattened, p.units],
          permute: [flattened.length, flattened.length - 1, ...flattened.slice(0, -1).map((_, axis) => axis)],
          finalShape: [p.units, inputDim],
        }
      : { permute: [1, 0] };
    const module = torch.module(`nn.Linear(${inputDim}, ${p.units}${p.use_bias ? '' : ', bias=False'})`, {
      weight: { weight: 'kernel', form },
      ...(p.use_bias ? { bias: { weight: 'bias' } } : {}),
    });
    const x = flattened && tensor ? tensor.code : torch.document(0);
    return [{ code: torchActivation(torch, p.activation, `${module}(${x})`), order: 'document' }];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const isMatrix = input?.shape?.length === 2;
    const kernel = graph.weight('kernel', graph.isHalf && isMatrix ? { permute: [1, 0] } : {});
    if (isMatrix) {
      const inputs = p.use_bias ? [x, kernel, graph.weight('bias')] : [x, kernel];
      // PyTorch's form: its files of half precision come back with the same order of sums, to the last bit.
      const sum = graph.node('Gemm', inputs, graph.isHalf ? { transB: { int: 1 } } : {});
      return [emitActivation(graph, p.activation, sum, 2)];
    }
    const product = graph.node('MatMul', [x, kernel]);
    const sum = p.use_bias ? graph.node('Add', [product, graph.weight('bias')]) : product;
    return [emitActivation(graph, p.activation, sum, input?.shape?.length ?? 2)];
  },
});
