import { toChannelsFirst, toChannelsLast } from '../onnx-contract.ts';
import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { applyActivation } from './activation.tfjs.ts';
import { type ConvLstmParameters, GATES } from './conv-lstm.ts';
import { convolve } from './convolution.tfjs.ts';
import { dropoutMask } from './dropout.tfjs.ts';
import { timeSteps } from './recurrent.tfjs.ts';
import { soleInput } from './sole-input.tfjs.ts';

/**
 * The forward computation of a convolutional LSTM. Masks are drawn once a sequence, one for each gate, as in Keras 3
 * (keras/src/layers/rnn/conv_lstm.py).
 *
 * @param tf the engine
 * @param context parameters, input (batch, time, ...), `kernel`, `recurrent_kernel` and `bias`
 */
export function applyConvLstm(
  tf: Tf,
  { parameters: p, inputs, weights, training, random }: ForwardContext<ConvLstmParameters>,
): Tensor {
  const x = soleInput(inputs);
  const { kernel, recurrent_kernel: recurrentKernel, bias } = weights;
  if (!kernel || !recurrentKernel) throw new Error('A convolutional LSTM was called without its kernels.');
  const rank = p.kernel_size.length;
  const isFirst = p.data_format === 'channels_first';
  const [batch = 1, time = 1, ...rest] = x.shape;
  const rows = tf.reshape(x, [batch * time, ...rest]);
  const last = isFirst ? tf.transpose(rows, [...toChannelsLast(rank + 2)]) : rows;
  const ones = p.kernel_size.map(() => 1);
  const inner = { strides: p.strides, dilation_rate: p.dilation_rate, padding: p.padding };
  const same = { strides: ones, dilation_rate: ones, padding: 'same' } as const;
  const masksOf = (rate: number, shape: readonly number[]) =>
    training && rate > 0 && rate < 1
      ? Array.from({ length: GATES }, () => dropoutMask(tf, random, rate, shape))
      : null;

  const step = last.shape.slice(1);
  const inputMasks = masksOf(p.dropout, [batch, 1, ...step]);
  const masked = inputMasks?.map(mask =>
    tf.reshape(tf.mul(tf.reshape(last, [batch, time, ...step]), mask), last.shape),
  );
  const product = byGate(tf, masked ?? [last], kernel, (value, part) => convolve(tf, value, part, inner));
  const sum = bias ? tf.add(product, bias) : product;
  const steps = timeSteps(tf, tf.reshape(sum, [batch, time, ...sum.shape.slice(1)]));

  let h: Tensor = tf.zeros([batch, ...sum.shape.slice(1, -1), p.filters]);
  let c = h;
  const stateMasks = masksOf(p.recurrent_dropout, h.shape);
  const made: Tensor[] = [];
  for (const own of p.go_backwards ? [...steps].reverse() : steps) {
    const states = stateMasks?.map(mask => tf.mul(h, mask)) ?? [h];
    const recurrent = byGate(tf, states, recurrentKernel, (value, part) => convolve(tf, value, part, same));
    const gates = tf.split(tf.add(own, recurrent), GATES, rank + 1);
    const [i = own, f = own, candidate = own, o = own] = gates;
    const kept = tf.mul(applyActivation(tf, p.recurrent_activation, f), c);
    c = tf.add(
      kept,
      tf.mul(applyActivation(tf, p.recurrent_activation, i), applyActivation(tf, p.activation, candidate)),
    );
    h = tf.mul(applyActivation(tf, p.recurrent_activation, o), applyActivation(tf, p.activation, c));
    made.push(isFirst ? tf.transpose(h, [...toChannelsFirst(rank + 2)]) : h);
  }
  const end = made.at(-1);
  if (!end) throw new Error('A convolutional LSTM was called with a sequence of no steps.');
  return p.return_sequences ? tf.stack(made, 1) : end;
}

/** Convolves with the kernel of all gates at once, or one by one where each gate sees a value of its own. */
function byGate(
  tf: Tf,
  values: readonly Tensor[],
  kernel: Tensor,
  apply: (value: Tensor, kernel: Tensor) => Tensor,
): Tensor {
  const [only] = values;
  if (only && values.length === 1) return apply(only, kernel);
  const kernels = tf.split(kernel, values.length, kernel.shape.length - 1);
  const parts = values.map((value, gate) => apply(value, kernels[gate] ?? kernel));
  return tf.concat(parts, kernel.shape.length - 1);
}
