import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { OptimizerSettings } from '../../shared/document/schema.ts';
import { completeOptimizer, OPTIMIZER_DEFAULTS } from '../../shared/document/training-defaults.ts';
import type { CompiledWeight } from './compile.ts';
import golden from './golden/optimizers.json' with { type: 'json' };
import { tellDifference } from './judged-difference.test-support.ts';
import { Optimizer } from './optimizer.ts';

/** As in judges/optimizers.py. */
const START = { kernel: [0.5, -1, 2, 0.25], bias: [0, -0.75] };
const SLOPE = { kernel: [1, 2, 0.5, -1], bias: [1.5, -0.5] };
const STEPS = 20;

type Name = keyof typeof START;
const NAMES: readonly Name[] = ['kernel', 'bias'];

function layerWeights(): ReadonlyMap<string, CompiledWeight> {
  const layer = tf.layers.dense({ units: 2, inputShape: [2] });
  layer.build([null, 2]);
  return new Map(
    NAMES.map((name, i) => {
      const variable = layer.weights[i];
      if (!variable) throw new Error(`no ${name}`);
      variable.write(tf.tensor(START[name], variable.shape as number[]));
      const shape = variable.shape as number[];
      const description = { name, shape, initializer: { name: 'zeros' }, trainable: true } as const;
      return [`fc/${name}`, { description, variable, learns: true }];
    }),
  );
}

function steps(optimizer: Optimizer, weights: ReadonlyMap<string, CompiledWeight>, from: number, to: number) {
  for (let step = from; step < to; step++) {
    const gradients = new Map(
      NAMES.map(name => [`fc/${name}`, gradientOf(weights.get(`fc/${name}`), SLOPE[name], step)]),
    );
    const numbers = new Map([...optimizer.numbers()].map(([name, value]) => [name, tf.scalar(value)]));
    optimizer.apply(gradients, numbers);
    optimizer.advance(1);
    tf.dispose([...gradients.values(), ...numbers.values()]);
  }
}

function gradientOf(weight: CompiledWeight | undefined, slope: readonly number[], step: number): tf.Tensor {
  const value = weight?.variable.read();
  if (!value) throw new Error('no weight');
  return tf.tidy(() => tf.add(tf.mul(value, tf.tensor([...slope], value.shape)), Math.cos(step)));
}

it('knows the judge of every optimizer', () => {
  const judged = new Set(golden.cases.map(({ settings }) => settings.name));
  expect([...judged].sort()).toEqual(Object.keys(OPTIMIZER_DEFAULTS).sort());
});

it.for(golden.cases.map(({ settings, weights }) => [settings, weights] as const))(
  `%j ends where ${golden.maker} does after 20 steps, also when its state moves to another optimizer`,
  ([settings, expected], { task }) => {
    const before = tf.memory().numTensors;
    const complete = completeOptimizer(settings as OptimizerSettings);
    const weights = layerWeights();
    const first = new Optimizer(tf, complete, weights);
    steps(first, weights, 0, 7);
    const second = new Optimizer(tf, complete, weights);
    second.setState(first.getState());
    steps(second, weights, 7, STEPS);
    const averages = second.averages();
    const differences = NAMES.flatMap(name => {
      const difference = farthest(weights.get(`fc/${name}`)?.variable.read().dataSync(), expected[name]);
      if (!averages) return [difference];
      const average = (expected as Readonly<Record<string, readonly number[]>>)[`${name}/average`];
      return [difference, farthest(averages.get(`fc/${name}`)?.data, average)];
    });
    const difference = Math.max(...differences);
    tellDifference(task, { kind: 'optimizer', name: settings.name, difference });
    expect(difference).toBeLessThan(1e-5);
    first.dispose();
    second.dispose();
    for (const { variable } of weights.values()) variable.dispose();
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(2);
  },
);

it('gives a layer its own rate: half of it is half of the step of gradient descent', () => {
  const weights = layerWeights();
  const optimizer = new Optimizer(
    tf,
    completeOptimizer({ name: 'sgd', learning_rate: 0.1 }),
    weights,
    name => (name === 'fc/bias' ? 0.5 : 1),
  );
  steps(optimizer, weights, 0, 1);
  // w - 0.1 (slope w + 1) and w - 0.05 (slope w + 1)
  expect(Array.from(weights.get('fc/kernel')?.variable.read().dataSync() ?? [])).toEqual(
    [0.35, -0.9, 1.8, 0.175].map(Math.fround),
  );
  expect(farthest(weights.get('fc/bias')?.variable.read().dataSync(), [-0.05, -0.81875])).toBeLessThan(1e-7);
});

function farthest(values: ArrayLike<number> | undefined, expected: readonly number[] | undefined): number {
  if (!values || values.length !== expected?.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((value, i) => Math.abs((values[i] ?? Number.NaN) - value)));
}
