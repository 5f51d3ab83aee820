import { type Dim, formatShape, type Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';
import { type Contraction, letters } from './contraction.ts';

/** What an equation of a dense layer says for one input. */
export interface EinsumAnalysis {
  /** With letters in place of `...`. */
  readonly contraction: Contraction;
  readonly kernel: readonly number[];
  /** Null where there is no bias. */
  readonly bias: readonly number[] | null;
  readonly output: Shape;
  /** The kernel's extents that are summed over, and those that stand in the output: its fans. */
  readonly inputExtents: readonly number[];
  readonly outputExtents: readonly number[];
}

const FORMS = 'x,y->z, ...x,y->...z or x...,y->z... with one letter for each axis, like "abc,cd->abd"';

/** The equation with letters in place of the ellipsis, and the place of the axes that it stands for. */
function parse(equation: string, rank: number) {
  const compact = equation.replaceAll(/\s/g, '');
  const match = /^(\.{3})?([a-zA-Z]+)(\.{3})?,([a-zA-Z]+)->(\.{3})?([a-zA-Z]+)(\.{3})?$/.exec(compact);
  const [, before = '', x = '', after = '', kernel = '', resultBefore = '', z = '', resultAfter = ''] =
    match ?? [];
  const repeats = [x, kernel, z].some(list => new Set(list).size !== list.length);
  if (!match || before !== resultBefore || after !== resultAfter || (before && after) || repeats)
    fail('parameter.value', `needs an equation of the form ${FORMS}; got "${equation}". Correct it.`);
  const elided = rank - x.length;
  if (elided < 0 || (elided > 0 && !before && !after))
    fail(
      'shape.rank',
      `needs an input of ${x.length} axes${before || after ? ' or more' : ''} for its equation "${equation}"; got ${rank}. Change the equation.`,
    );
  const used = new Set(x + kernel + z);
  const spare = [...letters(26), ...letters(26).toUpperCase()]
    .filter(letter => !used.has(letter))
    .slice(0, elided);
  const filler = spare.join('');
  const fill = (axes: string) => (before ? filler + axes : axes + filler);
  return {
    contraction: { left: fill(x), right: kernel, result: fill(z) },
    z,
    elided,
    isInFront: before !== '',
  };
}

/**
 * Works out kernel, bias and output of a dense layer that is told by an equation. Source: keras/src/layers/core/einsum_dense.py.
 *
 * @param p the layer's parameters
 * @param shape the input, batch first
 * @throws LayerError `parameter.value`, `shape.rank`, `shape.mismatch` or `shape.unknown`
 */
export function analyzeEinsum(
  p: {
    readonly equation: string;
    readonly output_shape: readonly Dim[];
    readonly bias_axes: string | null;
  },
  shape: Shape,
): EinsumAnalysis {
  const { contraction, z, elided, isInFront } = parse(p.equation, shape.length);
  const { left, right, result } = contraction;
  const given = p.output_shape;
  const middle = isInFront ? shape.slice(1, Math.max(elided, 1)) : [];
  const behind = isInFront ? [] : shape.slice(shape.length - elided);
  const full: readonly Dim[] = [shape[0] ?? null, ...middle, ...given, ...behind];
  if (full.length !== result.length)
    fail(
      'shape.mismatch',
      `needs an output_shape of ${given.length + result.length - full.length} extents for its equation "${p.equation}"; got ${given.length}. Leave out the batch${elided > 0 ? ' and the axes of "..."' : ''}.`,
    );
  const output = [...result].map((letter, i) => {
    const wanted = full[i] ?? null;
    const at = left.indexOf(letter);
    if (at < 0) return wanted;
    const extent = shape[at] ?? null;
    if (typeof wanted === 'number' && typeof extent === 'number' && wanted !== extent)
      fail(
        'shape.mismatch',
        `needs the same extent for "${letter}" in its input and output_shape; got ${extent} and ${wanted}. Write null to take the input's.`,
      );
    return typeof wanted === 'number' ? wanted : extent;
  });
  const extentOf = (letter: string): number => {
    const inResult = result.indexOf(letter);
    const inInput = left.indexOf(letter);
    if (inResult < 0 && inInput < 0)
      fail(
        'parameter.value',
        `needs every letter of the kernel in its input or output; "${letter}" is in neither.`,
      );
    const extent = inResult >= 0 ? output[inResult] : shape[inInput];
    if (typeof extent === 'number') return extent;
    return fail(
      'shape.unknown',
      `needs a known extent for "${letter}", an axis of its kernel; its input is ${formatShape(shape)} and its output_shape [${given.map(dim => dim ?? 'null').join(', ')}]. Give it there.`,
    );
  };
  const orphan = [...result].find(letter => !left.includes(letter) && !right.includes(letter));
  if (orphan !== undefined)
    fail(
      'parameter.value',
      `needs every letter of the output in its input or kernel; "${orphan}" is in neither.`,
    );
  const kernel = [...right].map(extentOf);
  return {
    contraction,
    kernel,
    bias: biasShape(p.bias_axes, z, extentOf, isInFront ? 0 : elided),
    output,
    inputExtents: kernel.filter((_, i) => !result.includes(right[i] ?? '')),
    outputExtents: kernel.filter((_, i) => result.includes(right[i] ?? '')),
  };
}

/** The bias begins at the first of its axes in the output; those that it lacks have the extent 1. */
function biasShape(
  axes: string | null,
  result: string,
  extentOf: (letter: string) => number,
  behind: number,
): readonly number[] | null {
  if (axes === null || axes === '') return null;
  const foreign = [...axes].find(letter => !result.includes(letter));
  if (foreign !== undefined)
    fail(
      'parameter.value',
      `needs bias_axes that are letters of its output "${result}"; got "${foreign}". Correct them.`,
    );
  const first = Math.min(...[...axes].map(letter => result.indexOf(letter)));
  const extents = [...result.slice(first)].map(letter => (axes.includes(letter) ? extentOf(letter) : 1));
  return [...extents, ...Array.from({ length: behind }, () => 1)];
}
