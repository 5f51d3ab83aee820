import { pythonScalarOrTuple, pythonTuple } from '../../python/python-text.ts';
import type { Sides } from '../parameters.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import type { DataFormat } from './windows.ts';
import { torchMaps, torchOrderOf } from './windows-pytorch.ts';

/**
 * Zeros around the spatial axes, or elements cut off them: F.pad cuts off where the amounts are negative.
 *
 * @param torch the module under construction
 * @param format the document's layout
 * @param sides amounts per spatial axis
 * @param sign 1 pads, -1 crops
 */
export function torchPad(
  torch: TorchModule,
  format: DataFormat,
  sides: Sides,
  sign: 1 | -1,
): readonly TorchTensor[] {
  // `0 -`, so that nothing cut off is 0 and not -0.
  const amounts = [...sides]
    .reverse()
    .flatMap(side => side.map(amount => (sign === 1 ? amount : 0 - amount)));
  return [
    { code: `F.pad(${torchMaps(torch, format)}, ${pythonTuple(amounts)})`, order: torchOrderOf(format) },
  ];
}

/**
 * An upsampling by whole factors, nearest or between pixel centres.
 *
 * @param torch the module under construction
 * @param format the document's layout
 * @param size factor per spatial axis
 * @param isNearest whether pixels are repeated
 */
export function torchUpsampling(
  torch: TorchModule,
  format: DataFormat,
  size: readonly number[],
  isNearest: boolean,
): readonly TorchTensor[] {
  const mode = isNearest ? 'nearest' : 'bilinear';
  const x = torchMaps(torch, format);
  return [
    {
      code: `F.interpolate(${x}, scale_factor=${pythonScalarOrTuple(size)}, mode="${mode}")`,
      order: torchOrderOf(format),
    },
  ];
}

/** What a noise layer does while training, as a module that is defined once. */
const NOISE = {
  GaussianNoise: `class GaussianNoise(nn.Module):
    """Adds normal noise while training."""

    def __init__(self, stddev):
        super().__init__()
        self.stddev = stddev

    def forward(self, x):
        return x + self.stddev * torch.randn_like(x) if self.training else x`,
  GaussianDropout: `class GaussianDropout(nn.Module):
    """Multiplies by normal noise of mean 1 while training."""

    def __init__(self, rate):
        super().__init__()
        self.stddev = (rate / (1 - rate)) ** 0.5

    def forward(self, x):
        return x * (1 + self.stddev * torch.randn_like(x)) if self.training else x`,
  StochasticDepth: `class StochasticDepth(nn.Module):
    """Drops whole samples while training."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        kept = x.new_ones(x.shape[:1] + (1,) * (x.dim() - 1))
        return x * F.dropout(kept, self.rate, self.training)`,
} as const;

/**
 * A layer that disturbs its input while training, in whatever order the input stands.
 *
 * @param context the layer
 * @param torch the module under construction
 * @param kind the disturbance
 * @param amount standard deviation or rate
 */
export function torchNoise<P>(
  { inputTensors: [tensor] }: TorchContext<P>,
  torch: TorchModule,
  kind: keyof typeof NOISE,
  amount: number,
): readonly TorchTensor[] {
  if (!tensor) throw new Error('A noise layer has no input.');
  const module = torch.module(`${torch.define(NOISE[kind])}(${amount})`);
  return [{ code: `${module}(${tensor.code})`, order: tensor.order }];
}
