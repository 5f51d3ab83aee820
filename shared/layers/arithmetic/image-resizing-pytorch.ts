import { pythonTuple } from '../../python/python-text.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import { fitting, type Resize } from './image-resizing.ts';
import { torchResample } from './resizing-pytorch.ts';
import { splitShape } from './windows.ts';
import { torchMaps, torchOrderOf } from './windows-pytorch.ts';

/**
 * Images of another size: cropped or padded to the aspect ratio where that is wished, then resized.
 *
 * @param resize the wished size
 * @param context the layer
 * @param torch the module under construction
 */
export function torchImageResizing<P>(
  resize: Resize,
  { inputs: [input] }: TorchContext<P>,
  torch: TorchModule,
): readonly TorchTensor[] {
  const { height, width, data_format: format, interpolation, antialias, fillValue } = resize;
  const { spatial } = splitShape(input?.shape ?? [], 2, format);
  const known = spatial.filter(extent => typeof extent === 'number');
  const [rows = height, columns = width] = known;
  const { sides, extents } = fitting(resize, rows, columns);
  const amounts = [...sides].reverse().flatMap(side => side.map(amount => amount + 0));
  const fill = fillValue === 0 ? '' : `, value=${fillValue}`;
  const maps = torchMaps(torch, format);
  const isFitted = known.length === 2 && amounts.some(amount => amount !== 0);
  const fitted = isFitted ? `F.pad(${maps}, ${pythonTuple(amounts)}${fill})` : maps;
  const isShrinking = known.length < 2 || height < extents[0] || width < extents[1];
  const code = torchResample(torch, fitted, [height, width], interpolation, antialias, isShrinking);
  return [{ code, order: torchOrderOf(format) }];
}
