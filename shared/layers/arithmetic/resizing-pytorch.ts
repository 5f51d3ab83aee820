import { pythonTuple } from '../../python/python-text.ts';
import type { TorchModule } from '../pytorch-contract.ts';
import type { Resampling } from './axis-map.ts';

const RESAMPLE = `def resample(x, size, kernel, radius, antialias):
    """Resizes maps (batch, channels, height, width): each pixel is a weighted mean of those around its place."""
    for axis, target in ((2, size[0]), (3, size[1])):
        step = x.shape[axis] / target
        centres = (torch.arange(target, device=x.device) + 0.5) * step
        places = torch.arange(x.shape[axis], device=x.device) + 0.5
        distance = (places - centres[:, None]).abs() / (max(1.0, step) if antialias else 1.0)
        weights = torch.where(distance < radius, kernel(distance), 0.0)
        weights = weights / weights.sum(1, keepdim=True)
        x = (x.movedim(axis, -1) @ weights.T).movedim(-1, axis)
    return x`;

const CUBIC = `def cubic(x):
    """Keys's cubic kernel with a = -0.5."""
    return torch.where(x < 1, (1.5 * x - 2.5) * x * x + 1, ((-0.5 * x + 2.5) * x - 4) * x + 2)`;

const lanczos = (radius: number) => `def lanczos${radius}(x):
    """Lanczos's kernel of radius ${radius}."""
    return torch.sinc(x) * torch.sinc(x / ${radius})`;

/**
 * Maps (batch, channels, height, width) of another size, as an expression.
 *
 * @param torch the module under construction
 * @param x the maps
 * @param size height and width after
 * @param method how pixels are mixed
 * @param antialias whether an image that shrinks is smoothed first
 * @param isShrinking whether an axis becomes smaller, or may
 */
export function torchResample(
  torch: TorchModule,
  x: string,
  size: readonly number[],
  method: Resampling,
  antialias: boolean,
  isShrinking: boolean,
): string {
  const target = pythonTuple(size);
  if (method === 'nearest') return `F.interpolate(${x}, ${target}, mode="nearest-exact")`;
  if (method === 'bilinear' || (method === 'bicubic' && (antialias || !isShrinking))) {
    // Bicubic with antialias has Keras's coefficient and border, also where nothing is smoothed.
    const smoothed = antialias || method === 'bicubic' ? ', antialias=True' : '';
    return `F.interpolate(${x}, ${target}, mode="${method}"${smoothed})`;
  }
  const radius = { bicubic: 2, lanczos3: 3, lanczos5: 5 }[method];
  const kernel = torch.define(method === 'bicubic' ? CUBIC : lanczos(radius));
  const name = torch.define(RESAMPLE);
  return `${name}(${x}, ${target}, ${kernel}, ${radius}, antialias=${antialias ? 'True' : 'False'})`;
}
