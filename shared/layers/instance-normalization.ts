import { formatShape } from '../document/value.ts';
import { pythonNumber } from '../python/python-text.ts';
import { DATA_FORMAT } from './arithmetic/blocks.ts';
import { channelAxisOf } from './arithmetic/windows.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount } from './formatting.ts';
import { toChannelsFirst, toChannelsLast } from './onnx-contract.ts';
import { number } from './parameters.ts';

/** Normalizes each channel of each sample. */
export default defineLayer({
  type: 'InstanceNormalization',
  category: 'normalization',
  title: 'Instance normalization',
  searchWords: ['instance norm', 'style transfer', 'InstanceNorm2d', 'contrast normalization'],
  documentation: {
    what: 'Brings each channel of each sample to mean 0 and variance 1 over its spatial axes, then scales and shifts it: scale · (x − mean) / √(variance + epsilon) + bias. Training and inference are the same.',
    inputShape: '(batch, channels, spatial...), or channels last',
    outputShape: 'same as the input',
    example: '(None, 64, 56, 56): scale and bias of 64 each, 128 parameters',
    errors: ['The input has fewer than three axes.', 'The number of channels is unknown.'],
    source: 'ONNX operator InstanceNormalization; Ulyanov et al. 2016; torch.nn.InstanceNorm2d (affine)',
  },
  parameters: {
    epsilon: number({ default: 1e-5, min: 0, doc: 'Added to the variance.' }),
    data_format: DATA_FORMAT,
  },
  inputs: { min: 1, max: 1 },
  traits: {
    normalizedAxes: (p, rank) => [p.data_format === 'channels_first' ? 1 : rank - 1],
  },
  keyParameters: () => '',
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    if (shape.length < 3)
      fail('shape.rank', `needs a batch axis, channels and spatial axes; got ${formatShape(shape)}.`);
    if (typeof shape.at(p.data_format === 'channels_first' ? 1 : -1) !== 'number')
      fail(
        'shape.channels',
        `needs a known number of channels; got ${formatShape(shape)}. Set it in the input.`,
      );
    return [{ dtype: input?.dtype ?? 'float32', shape }];
  },
  weights({ parameters: p, inputs: [input] }) {
    const channels = Number(input?.shape?.at(p.data_format === 'channels_first' ? 1 : -1));
    return [
      { name: 'scale', shape: [channels], initializer: { name: 'ones' }, trainable: true },
      { name: 'bias', shape: [channels], initializer: { name: 'zeros' }, trainable: true },
    ];
  },
  explain({ parameters: p, inputs: [input] }) {
    const channels = Number(input?.shape?.at(p.data_format === 'channels_first' ? 1 : -1));
    return [
      {
        title: 'Parameters: (scale + bias) × channels',
        formula: `(1 + 1) × ${formatCount(channels)}`,
        result: formatCount(2 * channels),
      },
    ];
  },
  keras({ parameters: p, inputs: [input], tensors }, graph) {
    const rank = input?.shape?.length ?? 4;
    const axis = channelAxisOf(p.data_format, rank);
    const groups = Number(input?.shape?.[axis]);
    return [
      graph.layer('GroupNormalization', { groups, axis, epsilon: p.epsilon }, tensors, ['scale', 'bias']),
    ];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const rank = input?.shape?.length ?? 4;
    const isFirst = p.data_format === 'channels_first';
    const turned = isFirst ? x : graph.transpose(x, toChannelsFirst(rank));
    const names = [turned, graph.weight('scale'), graph.weight('bias')];
    const result = graph.node('InstanceNormalization', names, { epsilon: { float: p.epsilon } });
    return [isFirst ? result : graph.transpose(result, toChannelsLast(rank))];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const shape = input?.shape ?? [];
    const channels = Number(shape.at(p.data_format === 'channels_first' ? 1 : -1));
    const module = torch.module(
      `nn.InstanceNorm${shape.length - 2}d(${channels}, eps=${pythonNumber(p.epsilon)}, affine=True)`,
      { weight: { weight: 'scale' }, bias: { weight: 'bias' } },
    );
    return [{ code: `${module}(${torchMaps(torch, p.data_format)})`, order: torchOrderOf(p.data_format) }];
  },
});
