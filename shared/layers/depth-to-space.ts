import { formatShape } from '../document/value.ts';
import { checkBlocks, DATA_FORMAT } from './arithmetic/blocks.ts';
import { kerasBlocks } from './arithmetic/positions-keras.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { toChannelsFirst, toChannelsLast } from './onnx-contract.ts';
import { choice, integer } from './parameters.ts';

/** Channels become pixels. */
export default defineLayer({
  type: 'DepthToSpace',
  category: 'tensor',
  title: 'Channels to pixels',
  searchWords: ['pixel shuffle', 'depth_to_space', 'sub-pixel', 'upsampling'],
  documentation: {
    what: 'Spreads groups of block_size² channels over blocks of block_size × block_size pixels. mode DCR (TensorFlow): the block’s place is the outer part of the channel number; CRD (PyTorch’s PixelShuffle): the inner part.',
    inputShape: '(batch, channels, height, width), or channels last',
    outputShape: '(batch, channels / block_size², height × block_size, width × block_size)',
    example: '(None, 12, 7, 10), block_size 2: (None, 3, 14, 20)',
    errors: ['The channels do not divide by block_size².', 'The input does not have four axes.'],
    source: 'ONNX operator DepthToSpace; torch.nn.PixelShuffle (mode CRD)',
  },
  parameters: {
    block_size: integer({ default: 2, min: 1, doc: 'Height and width of a block.' }),
    mode: choice(['DCR', 'CRD'], {
      default: 'DCR',
      doc: 'How a channel number splits into block and channel.',
    }),
    data_format: DATA_FORMAT,
  },
  inputs: { min: 1, max: 1 },
  traits: { isReshaping: true },
  keyParameters: p => keyLine(`block ${p.block_size}`, p.mode !== 'DCR' && p.mode),
  infer({ parameters: p, inputs: [input] }) {
    const { batch, channels, height, width, order } = checkBlocks(input, p.data_format);
    const area = p.block_size ** 2;
    if (typeof channels === 'number' && channels % area !== 0)
      fail(
        'shape.channels',
        `needs channels that divide by ${area} (block_size²); got ${channels} of ${formatShape(input?.shape ?? null)}. Change block_size.`,
      );
    const times = (dim: typeof height) => (typeof dim === 'number' ? dim * p.block_size : null);
    const fewer = typeof channels === 'number' ? channels / area : null;
    return [{ dtype: input?.dtype ?? 'float32', shape: order(batch, fewer, times(height), times(width)) }];
  },
  keras: ({ parameters: p, inputs: [input], tensors: [x] }, graph) =>
    x ? [kerasBlocks(graph, x, input?.shape ?? [], p.block_size, p.data_format, 'depth', p.mode)] : [],
  onnx({ parameters: p, inputNames: [x = ''] }, graph) {
    const attributes = { blocksize: { int: p.block_size }, mode: { string: p.mode } };
    if (p.data_format === 'channels_first') return [graph.node('DepthToSpace', [x], attributes)];
    const turned = graph.transpose(x, toChannelsFirst(4));
    return [graph.transpose(graph.node('DepthToSpace', [turned], attributes), toChannelsLast(4))];
  },
  pytorch({ parameters: p }, torch) {
    const maps = torchMaps(torch, p.data_format);
    // PyTorch splits a channel's number into channel and block, DCR into block and channel.
    const x =
      p.mode === 'CRD'
        ? maps
        : `${maps}.unflatten(1, (${p.block_size ** 2}, -1)).transpose(1, 2).flatten(1, 2)`;
    return [{ code: `F.pixel_shuffle(${x}, ${p.block_size})`, order: torchOrderOf(p.data_format) }];
  },
});
