import { describe, expect, it } from 'vitest';
import { PythonNames, withoutRepetition } from './python-names.ts';

describe('identifiers of layers', () => {
  it('are Python words, never taken twice, never keywords', () => {
    const names = new PythonNames(['forward']);
    const wishes = ['a.b', 'a/b', '1x', 'class', '__init__', 'forward', 'é'];
    expect(wishes.map(name => names.of(name))).toEqual([
      'a_b',
      'a_b_2',
      'layer_1x',
      'layer_class',
      'layer_init__',
      'forward_2',
      '_',
    ]);
    expect(names.of('a/b')).toBe('a_b_2');
  });

  it('leave out what the rest of a path repeats', () => {
    expect(withoutRepetition('features/features.1/features.1.0/attn/Mul')).toBe('features.1.0/attn/Mul');
    expect(withoutRepetition('conv1/Conv')).toBe('conv1/Conv');
    expect(withoutRepetition('a/a/b')).toBe('a/b');
  });
});
