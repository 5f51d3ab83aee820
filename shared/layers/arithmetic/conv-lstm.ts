import { formatShape, type Shape } from '../../document/value.ts';
import {
  type BuiltContext,
  type Explanation,
  fail,
  type LayerContext,
  output,
  type WeightDescription,
} from '../contract.ts';
import { formatCount, formatLargeCount, keyLine } from '../formatting.ts';
import { boolean, choice, type ParameterValues } from '../parameters.ts';
import {
  dilationRate,
  filters,
  kernelSize,
  refuseStridedDilation,
  type SpatialRank,
  strides,
  windowOf,
} from './convolution-parameters.ts';
import { RECURRENT_INITIALIZERS, RECURRENT_SETTINGS, recurrentActivation } from './recurrent-parameters.ts';
import { dataFormat, formatWindow, joinShape, splitShape, windowOutputs } from './windows.ts';

/** Input, forget, cell and output gate, in this order in all weights. */
export const GATES = 4;

/**
 * The parameters of a convolutional LSTM in Keras's order. Source: keras/src/layers/rnn/conv_lstm.py.
 *
 * @param rank number of spatial axes
 */
export const convLstmParameters = (rank: SpatialRank) => ({
  filters: filters(),
  kernel_size: kernelSize(rank),
  strides: strides(rank),
  padding: choice(['valid', 'same'], {
    default: 'valid',
    doc: 'Zeros around the input of each step: none (valid), or as many as keep ⌈size / stride⌉ (same).',
  }),
  data_format: dataFormat(),
  dilation_rate: dilationRate(rank),
  activation: recurrentActivation('tanh', 'Function applied to the new state.'),
  recurrent_activation: recurrentActivation('sigmoid', 'Function applied to the gates.'),
  ...RECURRENT_INITIALIZERS,
  unit_forget_bias: boolean({
    default: true,
    doc: "Whether the forget gate's bias begins at 1, so that the memory is kept at first.",
  }),
  ...RECURRENT_SETTINGS,
});

/** Canonical parameters of a convolutional LSTM. */
export type ConvLstmParameters = ParameterValues<ReturnType<typeof convLstmParameters>>;

type P = ConvLstmParameters;

/** What a convolutional LSTM reads from its input's shape; all known. */
export interface ConvLstmShape {
  readonly time: number;
  readonly spatial: readonly number[];
  readonly channels: number;
  /** Spatial extents of the state and of the output. */
  readonly state: readonly number[];
}

/** The shape of one step: the input's without time. */
const stepOf = (shape: Shape): Shape => [shape[0] ?? null, ...shape.slice(2)];

function refuseUnknown(shape: Shape): never {
  return fail(
    'shape.unknown',
    `needs known extents but for the batch; got ${formatShape(shape)}. Give the input fixed extents.`,
  );
}

/** Reads the extents of a built layer's input. */
export function convLstmShape({ parameters: p, inputs: [input] }: LayerContext<P>): ConvLstmShape {
  const shape = input?.shape ?? [];
  const rank = p.kernel_size.length;
  if (shape.length !== rank + 3) {
    const axes = ['batch', 'time', ...(p.data_format === 'channels_first' ? ['channels'] : [])].join(', ');
    fail(
      'shape.rank',
      `needs ${rank + 3} axes (${axes}, ...); got ${formatShape(shape)}. Put a Reshape before it, or take the layer's variant for another number of spatial axes.`,
    );
  }
  const step = splitShape(stepOf(shape), rank, p.data_format);
  const [, time] = shape;
  const spatial = step.spatial.filter(extent => typeof extent === 'number');
  if (typeof time !== 'number' || typeof step.channels !== 'number' || spatial.length !== rank)
    return refuseUnknown(shape);
  const state = windowOutputs(spatial, windowOf(p)).map(Number);
  return { time, spatial, channels: step.channels, state };
}

const product = (extents: readonly number[]) => extents.reduce((total, extent) => total * extent, 1);

function multiplyAdds(context: BuiltContext<P>): number {
  const { time, channels, state } = convLstmShape(context);
  const { filters: count, kernel_size: window } = context.parameters;
  return time * product(state) * product(window) * (channels + count) * GATES * count;
}

function weights(context: BuiltContext<P>): readonly WeightDescription[] {
  const { parameters: p } = context;
  const { channels } = convLstmShape(context);
  const bias: WeightDescription = {
    name: 'bias',
    shape: [GATES * p.filters],
    initializer: p.bias_initializer,
    trainable: true,
    regularizer: p.bias_regularizer,
    constraint: p.bias_constraint,
    ...(p.unit_forget_bias ? { ones: { from: p.filters, to: 2 * p.filters } } : {}),
  };
  return [
    {
      name: 'kernel',
      shape: [...p.kernel_size, channels, GATES * p.filters],
      initializer: p.kernel_initializer,
      trainable: true,
      regularizer: p.kernel_regularizer,
      constraint: p.kernel_constraint,
    },
    {
      name: 'recurrent_kernel',
      shape: [...p.kernel_size, p.filters, GATES * p.filters],
      initializer: p.recurrent_initializer,
      trainable: true,
      regularizer: p.recurrent_regularizer,
      constraint: p.recurrent_constraint,
    },
    ...(p.use_bias ? [bias] : []),
  ];
}

function explain(context: BuiltContext<P>): readonly Explanation[] {
  const { parameters: p } = context;
  const { time, channels, state } = convLstmShape(context);
  const window = p.kernel_size.join(' × ');
  const both = `(${formatCount(channels)} + ${formatCount(p.filters)})`;
  const bias = p.use_bias ? 1 : 0;
  return [
    {
      title: 'Parameters: (kernel × (channels + filters) + bias) × filters × gates',
      formula: `(${window} × ${both} + ${bias}) × ${formatCount(p.filters)} × ${GATES}`,
      result: formatCount((product(p.kernel_size) * (channels + p.filters) + bias) * p.filters * GATES),
    },
    {
      title: 'Multiply-adds per sample',
      formula: `${formatCount(time)} × ${state.join(' × ')} × ${window} × ${both} × ${formatCount(p.filters)} × ${GATES}`,
      result: formatLargeCount(multiplyAdds(context)),
    },
  ];
}

/**
 * Everything about a convolutional LSTM but its name, its words and its ONNX form.
 *
 * @param rank number of spatial axes
 */
export function convLstm(rank: SpatialRank) {
  return {
    category: 'recurrent',
    parameters: convLstmParameters(rank),
    inputs: { min: 1, max: 1 },
    traits: {
      masks: {
        passes: null,
        refusal:
          'cannot skip missing steps. Take a recurrent layer on flattened steps, or remove what makes the mask.',
      },
      hasBias: (p: P) => p.use_bias,
      isRandom: true,
      hasTrainingMode: true,
    },
    keyParameters: (p: P) =>
      keyLine(
        formatCount(p.filters),
        formatWindow(windowOf(p)),
        p.activation !== 'tanh' && p.activation,
        p.return_sequences && 'sequences',
        p.go_backwards && 'backwards',
        !p.use_bias && 'no bias',
      ),
    infer(context: LayerContext<P>) {
      const { parameters: p, inputs } = context;
      const shape = inputs[0]?.shape ?? null;
      if (shape === null) return [{ dtype: 'float32' as const, shape: null }];
      refuseStridedDilation(p);
      const { time, state } = convLstmShape(context);
      const [batch = null, ...rest] = joinShape(
        { batch: shape[0] ?? null, spatial: state, channels: p.filters },
        p.data_format,
      );
      return output(p.return_sequences ? [batch, time, ...rest] : [batch, ...rest]);
    },
    kerasSublayers: () => ({ '': 'cell' }),
    weights,
    multiplyAdds,
    explain,
  } as const;
}
