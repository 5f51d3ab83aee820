import { pythonArguments, pythonScalarOrTuple, pythonTuple } from '../../python/python-text.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import { type PoolingKind, type PoolingParameters, poolingWindow } from './pooling.ts';
import type { AdaptivePoolingParameters } from './pooling-adaptive.ts';
import type { GlobalPoolingParameters } from './pooling-global.ts';
import { spatialAxesOf, splitShape, windowPads } from './windows.ts';
import { torchMaps, torchOrderOf, torchPadding } from './windows-pytorch.ts';

/** Average pooling divides by the elements inside the input, also where only one side is padded. */
const averageInside = (rank: number) => `def average_pool_inside(x, size, stride, pads):
    """Average pooling over padded maps that counts only what lies inside the input."""
    inside = F.pad(torch.ones_like(x[:1, :1]), pads)
    return F.avg_pool${rank}d(F.pad(x, pads), size, stride) / F.avg_pool${rank}d(inside, size, stride)`;

/**
 * A pooling as a PyTorch expression.
 *
 * @param rank number of spatial axes
 * @param kind what becomes of the elements in a window
 */
export function torchPooling(
  { parameters: p, inputs: [input] }: TorchContext<PoolingParameters>,
  torch: TorchModule,
  rank: number,
  kind: PoolingKind,
): readonly TorchTensor[] {
  const window = poolingWindow(p);
  const { spatial } = splitShape(input?.shape ?? [], rank, p.data_format);
  const maps = torchMaps(torch, p.data_format);
  const half = window.size.map(size => Math.floor(size / 2));
  const padded = torchPadding(
    torch,
    maps,
    spatial,
    window,
    kind === 'max' ? Number.NEGATIVE_INFINITY : 0,
    half,
  );
  const size = pythonScalarOrTuple(window.size);
  const stride = window.strides.every((step, axis) => step === window.size[axis])
    ? ''
    : `stride=${pythonScalarOrTuple(window.strides)}`;
  const call = (name: string, ...more: readonly string[]) =>
    `F.${name}${rank}d(${pythonArguments(padded.x, size, stride, padded.argument, ...more)})`;
  const elements = window.size.reduce((product, extent) => product * extent, 1);
  const write = (): string => {
    switch (kind) {
      case 'max':
        return call('max_pool');
      case 'sum':
        return `${call('avg_pool')} * ${elements}`;
      case 'l2':
        return `(F.avg_pool${rank}d(${pythonArguments(`${padded.x}.square()`, size, stride, padded.argument)}) * ${elements}).sqrt()`;
      case 'average': {
        if (padded.argument !== '') return call('avg_pool', 'count_include_pad=False');
        const pads = windowPads(spatial, window);
        if (pads?.every(sides => sides.every(amount => amount === 0))) return call('avg_pool');
        if (!pads) {
          const ones = torchPadding(torch, `torch.ones_like(${maps}[:1, :1])`, spatial, window).x;
          const inside = `F.avg_pool${rank}d(${pythonArguments(ones, size, stride)})`;
          return `${call('avg_pool')} / ${inside}`;
        }
        const sides = [...pads].reverse().flat();
        const name = torch.define(averageInside(rank));
        return `${name}(${maps}, ${size}, ${pythonScalarOrTuple(window.strides)}, ${pythonTuple(sides)})`;
      }
    }
  };
  return [{ code: write(), order: torchOrderOf(p.data_format) }];
}

/**
 * A pooling over all positions as a PyTorch expression.
 *
 * @param rank number of spatial axes
 * @param kind maximum or average
 */
export function torchGlobalPooling(
  { parameters: p, maskCodes }: TorchContext<GlobalPoolingParameters>,
  torch: TorchModule,
  rank: number,
  kind: 'max' | 'average',
): readonly TorchTensor[] {
  const axes = pythonTuple(spatialAxesOf('channels_first', rank + 2));
  const keep = p.keepdims ? ', keepdim=True' : '';
  const x = torchMaps(torch, p.data_format);
  const mask = maskCodes?.[0];
  if (mask !== undefined) {
    const shares = torch.assign(`${mask}.unsqueeze(1).to(${x}.dtype)`, 'there');
    const code = `(${x} * ${shares}).sum(${axes}${keep}) / ${shares}.sum(${axes}${keep})`;
    return [{ code, order: p.keepdims ? torchOrderOf(p.data_format) : 'document' }];
  }
  return [
    {
      code: kind === 'max' ? `${x}.amax(${axes}${keep})` : `${x}.mean(${axes}${keep})`,
      order: p.keepdims ? torchOrderOf(p.data_format) : 'document',
    },
  ];
}

/**
 * A pooling to a given size as a PyTorch expression.
 *
 * @param rank number of spatial axes
 * @param kind maximum or average
 */
export function torchAdaptivePooling(
  { parameters: p }: TorchContext<AdaptivePoolingParameters>,
  torch: TorchModule,
  rank: number,
  kind: 'max' | 'avg',
): readonly TorchTensor[] {
  const size = pythonScalarOrTuple(p.output_size);
  const code = `F.adaptive_${kind}_pool${rank}d(${torchMaps(torch, p.data_format)}, ${size})`;
  return [{ code, order: torchOrderOf(p.data_format) }];
}
