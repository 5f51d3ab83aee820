import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { OptimizerSettings } from '../../shared/document/schema.ts';
import { completeOptimizer } from '../../shared/document/training-defaults.ts';
import type { CompiledWeight } from './compile.ts';
import { Optimizer } from './optimizer.ts';

const START = [0.5, -1, 2, 0.25];
const SLOPE = [1, 2, 0.5, -1];

function weight(): CompiledWeight {
  const layer = tf.layers.dense({ units: 2, useBias: false, inputShape: [2] });
  layer.build([null, 2]);
  const [variable] = layer.weights;
  if (!variable) throw new Error('no kernel');
  variable.write(tf.tensor(START, [2, 2]));
  const description = {
    name: 'kernel',
    shape: [2, 2],
    initializer: { name: 'zeros' },
    trainable: true,
  } as const;
  return { description, variable, learns: true };
}

function steps(optimizer: Optimizer, { variable }: CompiledWeight, from: number, to: number): void {
  for (let step = from; step < to; step++) {
    const gradient = tf.tidy(() => tf.add(tf.mul(variable.read(), tf.tensor(SLOPE, [2, 2])), Math.cos(step)));
    const numbers = new Map([...optimizer.numbers()].map(([name, value]) => [name, tf.scalar(value)]));
    optimizer.apply(new Map([['fc/kernel', gradient]]), numbers);
    optimizer.advance(1);
    tf.dispose([gradient, ...numbers.values()]);
  }
}

/** 20 steps of the gradient `slope · w + cos(step)` in Keras 3.15.1 (TensorFlow backend), float32. */
const KERAS: readonly (readonly [OptimizerSettings, readonly number[]])[] = [
  [{ name: 'sgd' }, [0.39848974, -0.6773963, 1.79835582, 0.29266807]],
  [{ name: 'sgd', momentum: 0.9 }, [0.04523844, 0.27300307, 0.93952954, 0.57275844]],
  [{ name: 'sgd', momentum: 0.9, nesterov: true }, [0.03918494, 0.2106882, 0.90083587, 0.61164832]],
  [{ name: 'sgd', weight_decay: 0.1 }, [0.39038172, -0.66384393, 1.76241863, 0.28680134]],
  [{ name: 'adagrad' }, [0.49581024, -0.99230051, 1.99422753, 0.25126499]],
  [{ name: 'adadelta', learning_rate: 1 }, [0.48812559, -0.96613741, 1.98267317, 0.25617799]],
  [{ name: 'rmsprop' }, [0.48408017, -0.97169101, 1.9777621, 0.25477743]],
  [{ name: 'rmsprop', momentum: 0.5 }, [0.47091874, -0.94509232, 1.95826173, 0.26048514]],
  [{ name: 'adam' }, [0.48789051, -0.9808706, 1.98368502, 0.25344554]],
  [{ name: 'adam', learning_rate: 0.1, epsilon: 1e-3 }, [-0.07926882, 0.23556811, 0.62349945, 0.3485469]],
  [{ name: 'adamw' }, [0.48785123, -0.98079145, 1.9835254, 0.25342527]],
  [{ name: 'adamax' }, [0.49188983, -0.98604882, 1.9888618, 0.25162965]],
];

it.each(KERAS)(
  '%j ends where Keras does after 20 steps, also when its state moves to another optimizer',
  (settings, expected) => {
    const before = tf.memory().numTensors;
    const target = weight();
    const weights = new Map([['fc/kernel', target]]);
    const first = new Optimizer(tf, completeOptimizer(settings), weights);
    steps(first, target, 0, 7);
    const second = new Optimizer(tf, completeOptimizer(settings), weights);
    second.setState(first.getState());
    steps(second, target, 7, 20);
    const values = target.variable.read().dataSync();
    // Keras takes 1 - beta^t in float32, which costs it some 1e-5.
    for (const [i, value] of expected.entries())
      expect(Math.abs((values[i] ?? 0) - value)).toBeLessThan(2e-5);
    first.dispose();
    second.dispose();
    target.variable.dispose();
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1);
  },
);
