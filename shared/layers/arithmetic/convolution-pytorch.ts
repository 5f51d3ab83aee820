import { pythonArguments, pythonScalarOrTuple, pythonTuple } from '../../python/python-text.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import type { ConvolutionParameters } from './convolution.ts';
import { kernelPermutation } from './convolution.ts';
import type { DepthwiseParameters, SeparableParameters } from './convolution-depthwise.ts';
import { builtInput, type SpatialRank, windowOf } from './convolution-parameters.ts';
import { type TransposedParameters, transposedAxis } from './transposed.ts';
import { torchMaps, torchPadding, torchResult } from './windows-pytorch.ts';

const isOne = (values: readonly number[]) => values.every(value => value === 1);

function steps(strides: readonly number[], dilation: readonly number[]): string {
  return pythonArguments(
    !isOne(strides) && `stride=${pythonScalarOrTuple(strides)}`,
    !isOne(dilation) && `dilation=${pythonScalarOrTuple(dilation)}`,
  );
}

/** A convolution as nn.Conv1d, nn.Conv2d or nn.Conv3d. */
export function torchConvolution(
  context: TorchContext<ConvolutionParameters>,
  torch: TorchModule,
  rank: SpatialRank,
): readonly TorchTensor[] {
  const { parameters: p } = context;
  const { spatial, channels } = builtInput(context, rank);
  const padded = torchPadding(torch, torchMaps(torch, p.data_format), spatial, windowOf(p));
  const call = pythonArguments(
    String(channels),
    String(p.filters),
    pythonScalarOrTuple(p.kernel_size),
    steps(p.strides, p.dilation_rate),
    padded.argument,
    p.groups > 1 && `groups=${p.groups}`,
    !p.use_bias && 'bias=False',
  );
  const module = torch.module(`nn.Conv${rank}d(${call})`, {
    weight: { weight: 'kernel', form: { permute: kernelPermutation(rank) } },
    ...(p.use_bias ? { bias: { weight: 'bias' } } : {}),
  });
  return torchResult(torch, p.data_format, p.activation, `${module}(${padded.x})`);
}

function depthwise<P extends DepthwiseParameters>(
  context: TorchContext<P>,
  torch: TorchModule,
  rank: SpatialRank,
  weight: string,
  hasBias: boolean,
  part: string,
): string {
  const { parameters: p } = context;
  const { spatial, channels } = builtInput(context, rank);
  const padded = torchPadding(torch, torchMaps(torch, p.data_format), spatial, windowOf(p));
  const outputs = channels * p.depth_multiplier;
  const call = pythonArguments(
    String(channels),
    String(outputs),
    pythonScalarOrTuple(p.kernel_size),
    steps(p.strides, p.dilation_rate),
    padded.argument,
    `groups=${channels}`,
    !hasBias && 'bias=False',
  );
  const form = { reshape: [...p.kernel_size, 1, outputs], permute: kernelPermutation(rank) };
  const module = torch.module(
    `nn.Conv${rank}d(${call})`,
    { weight: { weight, form }, ...(hasBias ? { bias: { weight: 'bias' } } : {}) },
    part,
  );
  return `${module}(${padded.x})`;
}

/** A depthwise convolution: one group per channel. */
export function torchDepthwise(
  context: TorchContext<DepthwiseParameters>,
  torch: TorchModule,
  rank: SpatialRank,
): readonly TorchTensor[] {
  const { parameters: p } = context;
  const x = depthwise(context, torch, rank, 'kernel', p.use_bias, '');
  return torchResult(torch, p.data_format, p.activation, x);
}

/** A depthwise convolution and one of extent 1 behind it. */
export function torchSeparable(
  context: TorchContext<SeparableParameters>,
  torch: TorchModule,
  rank: SpatialRank,
): readonly TorchTensor[] {
  const { parameters: p } = context;
  const { channels } = builtInput(context, rank);
  const x = depthwise(context, torch, rank, 'depthwise_kernel', false, 'depthwise');
  const call = pythonArguments(
    String(channels * p.depth_multiplier),
    String(p.filters),
    '1',
    !p.use_bias && 'bias=False',
  );
  const module = torch.module(
    `nn.Conv${rank}d(${call})`,
    {
      weight: { weight: 'pointwise_kernel', form: { permute: kernelPermutation(rank) } },
      ...(p.use_bias ? { bias: { weight: 'bias' } } : {}),
    },
    'pointwise',
  );
  return torchResult(torch, p.data_format, p.activation, `${module}(${x})`);
}

/** A transposed convolution; what both sides of an axis lose unequally is cut off behind the module. */
export function torchTransposed(
  context: TorchContext<TransposedParameters>,
  torch: TorchModule,
  rank: SpatialRank,
): readonly TorchTensor[] {
  const { parameters: p } = context;
  const { channels } = builtInput(context, rank);
  const axes = p.kernel_size.map((_, axis) => transposedAxis(p, axis, null));
  const cuts = axes.map(({ begin, end }) => [begin, Math.max(0, end)] as const);
  const added = axes.map(({ end }) => Math.max(0, -end));
  const isEven = cuts.every(([begin, end]) => begin === end);
  const padding = cuts.map(([begin]) => begin);
  const call = pythonArguments(
    String(channels),
    String(p.filters),
    pythonScalarOrTuple(p.kernel_size),
    steps(p.strides, p.dilation_rate),
    isEven && padding.some(amount => amount > 0) && `padding=${pythonScalarOrTuple(padding)}`,
    added.some(amount => amount > 0) && `output_padding=${pythonScalarOrTuple(added)}`,
    !p.use_bias && 'bias=False',
  );
  const module = torch.module(`nn.ConvTranspose${rank}d(${call})`, {
    weight: { weight: 'kernel', form: { permute: kernelPermutation(rank) } },
    ...(p.use_bias ? { bias: { weight: 'bias' } } : {}),
  });
  const whole = `${module}(${torchMaps(torch, p.data_format)})`;
  const crop = [...cuts].reverse().flatMap(sides => sides.map(amount => -amount));
  const x = isEven ? whole : `F.pad(${whole}, ${pythonTuple(crop)})`;
  return torchResult(torch, p.data_format, p.activation, x);
}
