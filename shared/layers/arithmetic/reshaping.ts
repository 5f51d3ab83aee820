import { BATCH, type Dim, elementsPerSample, formatShape, type Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';

/**
 * The number of elements of a sample as one extent: 1 without axes (as Keras), unknown where an extent is unknown.
 *
 * @param extents of a sample, without the batch
 */
export function flatExtent(extents: Shape): Dim {
  const [only] = extents;
  if (extents.length === 1 && only !== undefined) return only;
  return extents.every(extent => typeof extent === 'number')
    ? extents.reduce<number>((product, extent) => product * Number(extent), 1)
    : null;
}

/**
 * The shape after a reshape.
 *
 * @param input extents before, batch first; null when unknown
 * @param target extents of a sample after, at most one of them -1
 * @returns extents after, batch first
 * @throws LayerError `parameter.value` for two wildcards, `shape.reshape` when the elements do not fit
 */
export function reshapedExtents(input: Shape | null, target: readonly Dim[]): Shape | null {
  if (target.filter(extent => extent === -1).length > 1)
    fail(
      'parameter.value',
      `target_shape may hold one -1; got [${target.join(', ')}]. Write out the others.`,
    );
  if (input === null) return null;
  const [batch] = input;
  if (batch === undefined) fail('shape.rank', `needs a batch axis; got ${formatShape(input)}.`);
  const total = elementsPerSample([BATCH, ...input.slice(1)]);
  const wildcard = target.indexOf(-1);
  const others = target.filter(extent => extent !== -1);
  const known = others.every(extent => typeof extent === 'number')
    ? others.reduce<number>((product, extent) => product * Number(extent), 1)
    : null;
  const shown = `[${target.map(extent => extent ?? '?').join(', ')}]`;
  if (total !== null && known !== null && (wildcard < 0 ? total !== known : total % known !== 0))
    fail(
      'shape.reshape',
      wildcard < 0
        ? `needs as many elements before as after; got ${formatShape(input)} with ${total} elements per sample and target_shape ${shown} with ${known}. Change target_shape, or put -1 for one extent.`
        : `needs a number of elements that ${known} divides; got ${formatShape(input)} with ${total} elements per sample for target_shape ${shown}. Change target_shape.`,
      { title: 'Make it one axis', parameters: { target_shape: [-1] } },
    );
  const inferred = total !== null && known !== null ? total / known : null;
  return [batch, ...target.map(extent => (extent === -1 ? inferred : extent))];
}
