import type { Dim, Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';

/** An equation in Einstein's notation for given ranks, with letters in place of `...`. */
export interface Equation {
  /** The letters of each operand's axes. */
  readonly operands: readonly string[];
  readonly result: string;
}

/** Letters that stand for the axes of an ellipsis, from the last axis backwards. */
const ELLIPSIS = 'ZYXWVUTS';

/**
 * Reads an equation like `bij,bjk->bik` or `...ij,jk`. Without an arrow the result has the letters that occur once, in their order.
 *
 * @param equation the text
 * @param ranks numbers of axes of the operands
 * @throws LayerError `parameter.value`, `shape.rank`
 */
export function parseEinstein(equation: string, ranks: readonly number[]): Equation {
  const [left = '', given] = equation.replaceAll(/\s/g, '').split('->');
  const terms = left.split(',');
  const expected = 'letters for each axis, operands parted by commas, like "bij,bjk->bik"';
  if ([...terms, given ?? ''].some(term => !/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(term)))
    fail('parameter.value', `needs an equation of ${expected}; got "${equation}". Correct it.`);
  if (terms.length !== ranks.length)
    fail(
      'parameter.value',
      `has ${ranks.length} wires; its equation "${equation}" has ${terms.length} operands. Correct one of the two.`,
    );
  let widest = '';
  const operands = terms.map((term, i) => {
    const rank = ranks[i] ?? 0;
    const open = rank - term.replace('...', '').length;
    if (open < 0 || (open > 0 && !term.includes('...')) || open > ELLIPSIS.length)
      fail('shape.rank', `needs ${term.length} axes for "${term}"; got ${rank}. Change the equation.`);
    const filled = [...ELLIPSIS.slice(0, open)].reverse().join('');
    if (filled.length > widest.length) widest = filled;
    return term.replace('...', filled);
  });
  const all = operands.join('');
  const once = [...new Set(all)].filter(letter => all.indexOf(letter) === all.lastIndexOf(letter));
  const implicit =
    widest +
    once
      .filter(letter => !widest.includes(letter))
      .sort()
      .join('');
  const result = given === undefined ? implicit : given.replace('...', widest);
  const foreign = [...result].find(letter => !all.includes(letter));
  const repeated = [...operands, result].find(term => new Set(term).size !== term.length);
  if (foreign !== undefined || repeated !== undefined)
    fail(
      'parameter.value',
      `needs letters that stand once in an operand and in the result, and results made of the operands' letters; got "${equation}". Correct it.`,
    );
  return { operands, result };
}

/**
 * The extent of every letter.
 *
 * @param equation letters
 * @param shapes of the operands
 * @throws LayerError `shape.mismatch`
 */
export function letterExtents({ operands }: Equation, shapes: readonly Shape[]): ReadonlyMap<string, Dim> {
  const extents = new Map<string, Dim>();
  for (const [i, term] of operands.entries())
    for (const [axis, letter] of [...term].entries()) {
      const dim = shapes[i]?.[axis] ?? null;
      const known = extents.get(letter) ?? null;
      if (typeof dim === 'number' && typeof known === 'number' && dim !== known)
        fail(
          'shape.mismatch',
          `needs one extent for "${letter}"; got ${known} and ${dim}. Change the inputs.`,
        );
      if (known === null || typeof dim === 'number') extents.set(letter, dim);
    }
  return extents;
}
