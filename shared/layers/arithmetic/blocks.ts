import { type Dim, formatShape, type Shape, type Value } from '../../document/value.ts';
import { fail } from '../contract.ts';
import { choice } from '../parameters.ts';

/** Where the channels stand; ONNX's order is the default, since these types come from ONNX. */
export const DATA_FORMAT = choice(['channels_last', 'channels_first'], {
  default: 'channels_first',
  doc: 'Where the channels stand.',
});

/** The extents of an image by name, and a function that puts them in order again. */
export interface ImageExtents {
  readonly batch: Dim;
  readonly channels: Dim;
  readonly height: Dim;
  readonly width: Dim;
  order(batch: Dim, channels: Dim, height: Dim, width: Dim): Shape;
}

/**
 * Reads the extents of a batch of images.
 *
 * @param input what stands on the wire
 * @param dataFormat where its channels stand
 * @throws LayerError `shape.rank`
 */
export function checkBlocks(
  input: Value | undefined,
  dataFormat: 'channels_last' | 'channels_first',
): ImageExtents {
  const shape = input?.shape ?? [];
  if (shape.length !== 4)
    fail('shape.rank', `needs four axes (batch, two of an image, channels); got ${formatShape(shape)}.`);
  const [batch = null, first = null, second = null, third = null] = shape;
  return dataFormat === 'channels_first'
    ? { batch, channels: first, height: second, width: third, order: (n, c, h, w) => [n, c, h, w] }
    : { batch, channels: third, height: first, width: second, order: (n, c, h, w) => [n, h, w, c] };
}
