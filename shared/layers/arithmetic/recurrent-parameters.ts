import type { ParameterValues } from '../parameters.ts';
import {
  activation,
  boolean,
  choice,
  constraint,
  initializer,
  integer,
  number,
  type Parameter,
  regularizer,
} from '../parameters.ts';

/**
 * The activations a recurrent layer may apply: those that the recurrent operators of ONNX know, so that every network can be exported.
 * Source: ONNX, operators LSTM, GRU and RNN, attribute `activations`. Softplus is not among them although ONNX has it: within these
 * operators ONNX Runtime computes it as log(1 + exp(x)), which is infinite above 88.
 */
export const RECURRENT_ACTIVATIONS = [
  'linear',
  'sigmoid',
  'hard_sigmoid',
  'tanh',
  'relu',
  'leaky_relu',
  'elu',
  'softsign',
] as const;

/** An activation within a recurrent layer. */
export type RecurrentActivation = (typeof RECURRENT_ACTIVATIONS)[number];

/** A parameter for an activation within a recurrent layer. */
export function recurrentActivation(
  fallback: RecurrentActivation,
  doc: string,
): Parameter<RecurrentActivation> {
  const named = choice(RECURRENT_ACTIVATIONS, { default: fallback, doc });
  return { ...named, kind: activation({ default: fallback }).kind };
}

/** The parameters that come first in every recurrent layer. */
export const UNITS = {
  units: integer({ default: 32, min: 1, doc: 'Number of output units.' }),
  activation: recurrentActivation('tanh', 'Function applied to the new state.'),
};

/** How the weights begin, in Keras's order. */
export const RECURRENT_INITIALIZERS = {
  use_bias: boolean({ default: true, doc: 'Whether a bias is added.' }),
  kernel_initializer: initializer({ default: { name: 'glorot_uniform' }, doc: 'How the kernel begins.' }),
  recurrent_initializer: initializer({
    default: { name: 'orthogonal', gain: 1 },
    doc: 'How the recurrent kernel begins.',
  }),
  bias_initializer: initializer({ default: { name: 'zeros' }, doc: 'How the bias begins.' }),
};

/** Penalties, limits, dropout and the form of the output, in Keras's order. */
export const RECURRENT_SETTINGS = {
  kernel_regularizer: regularizer({ doc: 'Penalty on the kernel.' }),
  recurrent_regularizer: regularizer({ doc: 'Penalty on the recurrent kernel.' }),
  bias_regularizer: regularizer({ doc: 'Penalty on the bias.' }),
  kernel_constraint: constraint({ doc: 'Constraint on the kernel.' }),
  recurrent_constraint: constraint({ doc: 'Constraint on the recurrent kernel.' }),
  bias_constraint: constraint({ doc: 'Constraint on the bias.' }),
  dropout: number({
    default: 0,
    min: 0,
    max: 1,
    doc: 'Fraction of the input dropped while training; one mask for all steps of a sequence.',
  }),
  recurrent_dropout: number({
    default: 0,
    min: 0,
    max: 1,
    doc: 'Fraction of the previous state dropped while training; one mask for all steps of a sequence.',
  }),
  return_sequences: boolean({
    default: false,
    doc: 'Whether the output of every step is given instead of the last one.',
  }),
  go_backwards: boolean({
    default: false,
    doc: 'Whether the sequence is read from its end; outputs come in the order in which they are made.',
  }),
};

/** What the parts that all recurrent layers share read of their parameters. */
export type RecurrentParameters = ParameterValues<typeof UNITS> &
  ParameterValues<typeof RECURRENT_INITIALIZERS> &
  ParameterValues<typeof RECURRENT_SETTINGS>;
