import { describe, expect, it } from 'vitest';
import type { Point } from '../document/schema.ts';
import { wiresUnder } from './cut.ts';

/** Two wires straight down, and one with a step. */
const WAYS: readonly (readonly [string, readonly Point[]])[] = [
  [
    'left',
    [
      [0, 0],
      [0, 100],
    ],
  ],
  [
    'right',
    [
      [200, 0],
      [200, 100],
    ],
  ],
  [
    'step',
    [
      [100, 0],
      [100, 50],
      [150, 50],
      [150, 100],
    ],
  ],
];

describe('wires under a line', () => {
  it('are those that it crosses, on any part of their way', () => {
    expect(
      wiresUnder(
        [
          [-10, 20],
          [110, 20],
        ],
        WAYS,
      ),
    ).toEqual(['left', 'step']);
    expect(
      wiresUnder(
        [
          [125, 20],
          [125, 80],
        ],
        WAYS,
      ),
    ).toEqual(['step']);
    expect(
      wiresUnder(
        [
          [-10, 120],
          [300, 120],
        ],
        WAYS,
      ),
    ).toEqual([]);
  });

  it('are found along all pieces of the line', () => {
    expect(
      wiresUnder(
        [
          [-10, 120],
          [-10, 80],
          [20, 80],
          [180, 120],
          [220, 70],
        ],
        WAYS,
      ),
    ).toEqual(['left', 'right']);
  });

  it('are not those beyond its ends', () => {
    expect(
      wiresUnder(
        [
          [110, 20],
          [190, 20],
        ],
        WAYS,
      ),
    ).toEqual([]);
    expect(wiresUnder([[50, 50]], WAYS)).toEqual([]);
  });
});
