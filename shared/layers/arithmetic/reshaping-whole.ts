import { type Dim, formatShape, type Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';

/** The symbols among extents, sorted, the product of the numbers, and whether something is quite unknown. */
function factorsOf(dims: readonly Dim[]) {
  return {
    symbols: dims.filter(dim => typeof dim === 'string').sort(),
    product: dims.reduce<number>((all, dim) => (typeof dim === 'number' ? all * dim : all), 1),
    isOpen: dims.includes(null),
  };
}

/**
 * The number of elements of one shape divided by that of another: symbols that both hold cancel; null where it does not come out as an
 * extent. undefined where it cannot be whole.
 *
 * @param whole extents
 * @param part extents
 */
function quotient(whole: readonly Dim[], part: readonly Dim[]): Dim | undefined {
  const above = factorsOf(whole);
  const below = factorsOf(part);
  if (above.isOpen || below.isOpen || below.product === 0) return null;
  const symbols = [...above.symbols];
  for (const symbol of below.symbols) {
    const at = symbols.indexOf(symbol);
    if (at < 0) return null;
    symbols.splice(at, 1);
  }
  const [symbol] = symbols;
  if (symbols.length === 0)
    return above.product % below.product === 0 ? above.product / below.product : undefined;
  return symbols.length === 1 && above.product === below.product ? (symbol ?? null) : null;
}

/**
 * The shape after a reshape of all axes, as ONNX's Reshape means it.
 *
 * @param input extents before
 * @param target extents after: 0 copies the one in its place (unless `allowZero`), one -1 follows from the others, symbols and null
 * @param allowZero whether 0 means an extent of 0
 * @throws LayerError `parameter.value`, `shape.reshape`
 */
export function reshapedWhole(input: Shape, target: readonly Dim[], allowZero: boolean): Shape {
  const shown = `[${target.map(extent => extent ?? '?').join(', ')}]`;
  if (target.filter(extent => extent === -1).length > 1)
    fail('parameter.value', `may infer one extent (-1); got ${shown}. Write out the others.`);
  const copied = target.map((extent, axis): Dim => {
    if (extent !== 0 || allowZero) return extent;
    const kept = input[axis];
    if (kept === undefined)
      fail(
        'shape.reshape',
        `copies axis ${axis} by a 0 in ${shown}; ${formatShape(input)} has no such axis.`,
      );
    return kept;
  });
  const misfit = (): never =>
    fail(
      'shape.reshape',
      `needs as many elements before as after; got ${formatShape(input)} for ${shown}. Change the extents, or put -1 for one.`,
    );
  const wildcard = copied.indexOf(-1);
  const others = copied.filter(extent => extent !== -1);
  const rest = quotient(input, others);
  if (rest === undefined) return misfit();
  if (wildcard < 0) {
    if (typeof rest === 'number' && rest !== 1) misfit();
    return onlyUnknownFilled(input, copied);
  }
  return copied.map(extent => (extent === -1 ? rest : extent));
}

/** Where one extent alone is unknown after, it follows as a -1 would. */
function onlyUnknownFilled(input: Shape, target: readonly Dim[]): Shape {
  const open = target.indexOf(null);
  if (open < 0 || target.lastIndexOf(null) !== open) return target;
  const rest = quotient(
    input,
    target.filter(extent => extent !== null),
  );
  return target.map(extent => (extent === null ? (rest ?? null) : extent));
}

/** The number of elements of a shape as one extent: a number, the one symbol, or null. */
export function totalOf(dims: readonly Dim[]): Dim {
  return quotient(dims, []) ?? null;
}
