import { pythonArguments, pythonScalarOrTuple } from '../../python/python-text.ts';
import { fail } from '../contract.ts';
import type { TorchContext, TorchModule } from '../pytorch-contract.ts';
import { elementsOf } from './elements.ts';
import {
  type CoordinateMode,
  interpolationMatrix,
  type NearestMode,
  nearestPositions,
  type ResizeAxis,
} from './resizing.ts';
import { isWhole } from './tensor-axes.ts';
import { torchIndex } from './tensor-pytorch.ts';

/** What the emission of a resize reads of its parameters. */
interface ResizeParameters {
  readonly scales: readonly number[] | null;
  readonly mode: 'nearest' | 'linear' | 'cubic';
  readonly coordinate_transformation_mode: CoordinateMode;
  readonly nearest_mode: NearestMode;
  readonly cubic_coeff_a: number;
  readonly exclude_outside: boolean;
}

/** The mode of F.interpolate that means the same; null where none does. */
function interpolateMode(p: ResizeParameters, spatial: number): string | null {
  const place = p.coordinate_transformation_mode;
  const isHalf = place === 'half_pixel' || place === 'pytorch_half_pixel';
  const aligned = place === 'align_corners' ? ', align_corners=True' : '';
  if (p.mode === 'nearest') {
    if (place === 'asymmetric' && p.nearest_mode === 'floor') return '"nearest"';
    return place === 'half_pixel' && p.nearest_mode === 'round_prefer_ceil' ? '"nearest-exact"' : null;
  }
  if (!isHalf && aligned === '') return null;
  if (p.mode === 'linear') {
    const name = ['linear', 'bilinear', 'trilinear'][spatial - 1];
    return name === undefined ? null : `"${name}"${aligned}`;
  }
  return spatial === 2 && p.cubic_coeff_a === -0.75 && !p.exclude_outside ? `"bicubic"${aligned}` : null;
}

/** A tensor of other extents by interpolation: F.interpolate where it means the same, else axis by axis. */
export function torchResize(
  { parameters: p, inputs: [input, wire], outputs: [result] }: TorchContext<ResizeParameters>,
  torch: TorchModule,
): string {
  const shape = input?.shape ?? [];
  const output = result?.shape ?? [];
  const onWire = wire && !isWhole(wire.dtype) ? elementsOf(wire) : null;
  const scales = onWire ?? (wire ? null : p.scales);
  const changed = shape.flatMap((dim, axis) => (dim === output[axis] && dim !== null ? [] : [axis]));
  const x = torch.document(0);
  if (changed.length === 0) return x;
  const rank = shape.length;
  const mode = changed.every(axis => axis > 1) ? interpolateMode(p, rank - 2) : null;
  const factors = scales?.slice(2).filter(scale => typeof scale === 'number');
  const size = output.slice(2).filter(dim => typeof dim === 'number');
  if (mode !== null && factors?.length === rank - 2)
    return `F.interpolate(${pythonArguments(x, `scale_factor=${pythonScalarOrTuple(factors)}`, `mode=${mode}`)})`;
  if (mode !== null && size.length === rank - 2)
    return `F.interpolate(${pythonArguments(x, `size=${pythonScalarOrTuple(size)}`, `mode=${mode}`)})`;
  return changed.reduce((code, axis) => {
    const [from, to] = [shape[axis], output[axis]];
    if (typeof from !== 'number' || typeof to !== 'number')
      fail('shape.unknown', 'resizes extents that are only known when it runs. Export ONNX instead.');
    const scale = scales?.[axis];
    const one: ResizeAxis = { from, to, scale: typeof scale === 'number' ? scale : to / from };
    const { coordinate_transformation_mode: place } = p;
    if (p.mode === 'nearest') {
      const positions = nearestPositions(one, place, p.nearest_mode);
      return torchIndex(code, axis, torch.constant(positions, 'int64', [to], `places_${axis}`));
    }
    const cubic = { a: p.cubic_coeff_a, excludeOutside: p.exclude_outside };
    const matrix = [...interpolationMatrix(one, place, p.mode, cubic)];
    const map = torch.constant(matrix, 'float32', [to, from], `map_${axis}`);
    return `(${code}.movedim(${axis}, -1) @ ${map}.T).movedim(-1, ${axis})`;
  }, x);
}
