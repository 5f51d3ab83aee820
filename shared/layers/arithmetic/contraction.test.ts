import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { contract } from './contraction.tfjs.ts';
import { contractionCost, equationOf, letters } from './contraction.ts';

const ramp = (...shape: number[]) => tf.reshape(tf.range(1, 1 + shape.reduce((a, b) => a * b, 1)), shape);

describe('contractions', () => {
  // Figures of numpy.einsum 2.x on the same ramps 1, 2, 3, ...
  it.each([
    ['ab,bc->ac', [2, 3], [3, 2], [22, 28, 49, 64]],
    ['ab,ab->a', [2, 2], [2, 2], [5, 25]],
    ['abc,cd->adb', [1, 2, 2], [2, 2], [7, 15, 10, 22]],
    ['abc,ac->ab', [1, 2, 3], [1, 3], [14, 32]],
    ['ab,c->ac', [1, 2], [2], [3, 6]],
    ['ab,cd->dcab', [1, 2], [2, 1], [1, 2, 2, 4]],
  ])('%s', (equation, leftShape, rightShape, expected) => {
    const [, left = '', right = '', result = ''] = /(.*),(.*)->(.*)/.exec(equation) ?? [];
    const contraction = { left, right, result };
    expect(equationOf(contraction)).toBe(equation);
    const answer = contract(tf, contraction, ramp(...leftShape), ramp(...rightShape));
    expect(Array.from(answer.dataSync())).toEqual(expected);
  });

  it('costs every extent once for a sample: 7 · 5 · 8', () => {
    const contraction = { left: 'abc', right: 'cd', result: 'abd' };
    expect(contractionCost(contraction, ['N', 7, 5], [5, 8])).toBe(280);
    expect(contractionCost(contraction, ['N', null, 5], [5, 8])).toBeNull();
    const pairwise = { left: 'abc', right: 'adc', result: 'abd' };
    expect(contractionCost(pairwise, ['N', 7, 5], ['N', 4, 5])).toBe(140);
    expect(letters(3, 1)).toBe('bcd');
  });
});
