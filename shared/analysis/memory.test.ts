import { describe, expect, it } from 'vitest';
import { inferDocument } from '../inference/infer.ts';
import { NetworkBuilder } from '../templates/network-builder.ts';
import { inferenceMemory, optimizerSlots, trainingMemory } from './memory.ts';

/** Input 10, two branches of 20 and 30 joined to 50, output 5; weights (10 + 1) · 20 + (10 + 1) · 30 + (50 + 1) · 5 = 805. */
function branches(freeze: readonly string[] = []) {
  const builder = new NetworkBuilder('branches');
  builder.add('input', 'InputLayer', { shape: [10] });
  builder.add('a', 'Dense', { units: 20 }, 'input');
  builder.add('b', 'Dense', { units: 30 }, 'input');
  builder.add('join', 'Concatenate', {}, ['a', 'b']);
  builder.add('drop', 'Dropout', { rate: 0.5 });
  builder.add('out', 'Dense', { units: 5 });
  builder.freeze(...freeze);
  return inferDocument(builder.build('', {}));
}

describe('memory of an inference', () => {
  it('by hand: at the join 20 + 30 + 50 numbers live; the dropout passes its input on', () => {
    // input 10; a: 10 + 20; b: 10 + 20 + 30, input freed; join: 20 + 30 + 50 = 100; out: 50 + 5.
    expect(inferenceMemory(branches(), { batch: 1, precision: 'float32' })).toEqual({
      weights: 805 * 4,
      activations: 100 * 4,
      peakLayer: 'join',
      total: 905 * 4,
    });
  });

  it('grows with the batch; halves at 16 bits; int8 shrinks the weights alone', () => {
    expect(inferenceMemory(branches(), { batch: 8, precision: 'float16' })).toMatchObject({
      weights: 805 * 2,
      activations: 8 * 100 * 2,
    });
    expect(inferenceMemory(branches(), { batch: 1, precision: 'int8' })).toMatchObject({
      weights: 805,
      activations: 400,
    });
  });
});

describe('memory of a training step', () => {
  it('by hand, Adam: kept outputs 10 + 20 + 30 + 50 + 2 · 50 (with mask) + 5; widest backward pair 50 + 50', () => {
    const memory = trainingMemory(branches(), {
      batch: 2,
      precision: 'float32',
      optimizer: { name: 'adam' },
    });
    expect(memory).toEqual({
      weights: 805 * 4,
      activations: 2 * 215 * 4,
      gradients: (805 + 2 * 100) * 4,
      optimizer: 2 * 805 * 4,
      total: (805 + 2 * 215 + 805 + 2 * 100 + 2 * 805) * 4,
    });
  });

  it('keeps nothing before the first layer that trains', () => {
    const memory = trainingMemory(branches(['a', 'b']), {
      batch: 1,
      precision: 'float32',
      optimizer: { name: 'sgd' },
    });
    // The last layer's input (with its mask) and its output; (50 + 1) · 5 weights train, without a slot.
    expect(memory).toMatchObject({ activations: (2 * 50 + 5) * 4, gradients: (255 + 5) * 4, optimizer: 0 });
  });

  it('mixed precision: activations at 2 bytes, weights and slots at 4', () => {
    const memory = trainingMemory(branches(), {
      batch: 1,
      precision: 'bfloat16',
      optimizer: { name: 'rmsprop' },
    });
    expect(memory).toMatchObject({ weights: 3220, activations: 215 * 2, optimizer: 3220 });
  });

  // Keras 3.15.1: elements of optimizer.variables per weight, iteration and learning_rate left out.
  it.each([
    [{ name: 'sgd' }, 0],
    [{ name: 'sgd', momentum: 0.9 }, 1],
    [{ name: 'adagrad' }, 1],
    [{ name: 'adadelta' }, 2],
    [{ name: 'rmsprop' }, 1],
    [{ name: 'rmsprop', momentum: 0.9 }, 2],
    [{ name: 'adam' }, 2],
    [{ name: 'adamw' }, 2],
    [{ name: 'adamax' }, 2],
  ] as const)('%o keeps %i numbers per weight', (settings, slots) => {
    expect(optimizerSlots(settings)).toBe(slots);
  });
});
